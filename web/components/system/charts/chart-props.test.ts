import { expect, test } from 'vitest'
import { stack } from './chart-props.ts'

const layer = (tone: 'busy' | 'free' | 'starting', values: (number | null)[]) => ({
  ...{ tone, label: tone, values },
})

test('layers are summed from the first, and drawn from the last', () => {
  const layers = [layer('busy', [1, 2]), layer('free', [0, 1]), layer('starting', [3, 0])]

  expect(stack({ times: [10, 20], layers })).toEqual([
    [10, 20],
    [4, 3],
    [1, 3],
    [1, 2],
  ])
})

test('an unknown value leaves a gap in its layer', () => {
  const layers = [layer('busy', [1, null]), layer('free', [1, 1])]

  expect(stack({ times: [10, 20], layers }).slice(1)).toEqual([
    [2, 1],
    [1, null],
  ])
})

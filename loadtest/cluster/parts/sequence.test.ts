import { expect, test } from 'vitest'
import { compare, type Watched } from './sequence.ts'

/** Changes at times in seconds, under a load that is there after 5 s and ends after 35. */
const sequence = (...changes: [seconds: number, wanted: number][]): Watched => ({
  samples: changes.map(([seconds, wanted]) => ({ atMs: seconds * 1000, wanted })),
  load: { fromMs: 5000, toMs: 35_000 },
})

const ours = sequence([0, 0], [1, 1], [6, 8], [40, 3], [42, 0])

test('levels that are reached by other steps, but soon, are the same', () => {
  const theirs = sequence([0, 0], [1, 1], [7, 2], [9, 8], [41, 7], [44, 1], [46, 0])

  expect(compare(ours, theirs)).toEqual([])
})

test('levels that are reached and left later, as the load is, are the same', () => {
  const { samples } = sequence([0, 0], [1, 1], [11, 8], [43, 0])

  expect(compare(ours, { samples, load: { fromMs: 8000, toMs: 38_000 } })).toEqual([])
})

test.each([
  [
    'fewer replicas',
    sequence([0, 0], [1, 7], [40, 0]),
    'Expected the cluster to want 8 replicas, got 7',
  ],
  [
    'a late replica',
    sequence([0, 0], [1, 1], [6, 7], [11, 8], [40, 3], [42, 0]),
    '8 replicas are reached 5000 ms apart',
  ],
  [
    'a late end',
    sequence([0, 0], [1, 1], [6, 8], [40, 3], [42, 1], [47, 0]),
    '1 replicas are left 5000 ms apart',
  ],
  ['no end', sequence([0, 0], [1, 1], [6, 8]), '8 replicas are left NaN ms apart'],
])('%s is a difference', (_, theirs, message) => {
  expect(compare(ours, theirs)).toContain(message)
})

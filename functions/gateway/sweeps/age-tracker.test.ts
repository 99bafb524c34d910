import { expect, test } from 'vitest'
import { createAgeTracker } from './age-tracker.ts'

/** Present items and expected due items at each time, one letter each. */
type Calls = [nowMs: number, present: string, due: string][]

test.each<[string, Calls]>([
  ['a new item is not due', [[5000, 'ab', '']]],
  [
    'an item is due after the time',
    [
      [0, 'ab', ''],
      [99, 'ab', ''],
      [100, 'ab', 'ab'],
    ],
  ],
  [
    'a later item is due later',
    [
      [0, 'a', ''],
      [50, 'ab', ''],
      [100, 'ab', 'a'],
      [150, 'ab', 'ab'],
    ],
  ],
  [
    'an item that was absent starts over',
    [
      [0, 'a', ''],
      [50, '', ''],
      [100, 'a', ''],
      [200, 'a', 'a'],
    ],
  ],
  [
    'a due item stays due',
    [
      [0, 'a', ''],
      [100, 'a', 'a'],
      [101, 'a', 'a'],
    ],
  ],
])('%s', (_, calls) => {
  const ageTracker = createAgeTracker(100)

  const due = calls.map(([nowMs, present]) =>
    ageTracker.due([...present], (key) => key, nowMs).join(''),
  )

  expect(due).toEqual(calls.map(([, , expected]) => expected))
})

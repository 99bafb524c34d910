import { expect, test } from 'vitest'
import { createAgeTracker } from './age-tracker.ts'

/** At each time what is seen, and what is due of it. */
type Looks = [nowMs: number, seen: string, due: string][]

test.each<[string, Looks]>([
  ['nothing is due at first sight', [[5000, 'ab', '']]],
  [
    'what was there for the time is due',
    [
      [0, 'ab', ''],
      [99, 'ab', ''],
      [100, 'ab', 'ab'],
    ],
  ],
  [
    'what came later is due later',
    [
      [0, 'a', ''],
      [50, 'ab', ''],
      [100, 'ab', 'a'],
      [150, 'ab', 'ab'],
    ],
  ],
  [
    'what went and came back begins anew',
    [
      [0, 'a', ''],
      [50, '', ''],
      [100, 'a', ''],
      [200, 'a', 'a'],
    ],
  ],
  [
    'what is due stays so',
    [
      [0, 'a', ''],
      [100, 'a', 'a'],
      [101, 'a', 'a'],
    ],
  ],
])('%s', (_, looks) => {
  const ageTracker = createAgeTracker(100)

  const due = looks.map(([nowMs, seen]) => ageTracker.due([...seen], (key) => key, nowMs).join(''))

  expect(due).toEqual(looks.map(([, , expected]) => expected))
})

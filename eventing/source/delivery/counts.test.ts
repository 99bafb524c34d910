import { expect, test } from 'vitest'
import { fromSaved, toSaved } from './counts.ts'

test.each([
  { attempts: 0, unanswered: 0, saved: 0 },
  // What was saved before deliveries without an answer were counted apart.
  { attempts: 11, unanswered: 0, saved: 11 },
  { attempts: 0, unanswered: 1, saved: 1_000_000 },
  { attempts: 3, unanswered: 2, saved: 2_000_003 },
])(
  '$attempts attempts and $unanswered without an answer are saved as $saved',
  ({ saved, ...counts }) => {
    expect(toSaved(counts)).toBe(saved)
    expect(fromSaved(saved)).toEqual(counts)
  },
)

test('endless attempts never count as unanswered', () => {
  expect(fromSaved(toSaved({ attempts: 5_000_000, unanswered: 1 })).unanswered).toBe(1)
})

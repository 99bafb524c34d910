import { expect, test } from 'vitest'
import type { Note } from '../load/notes.ts'
import { longestWait, type PageEnd } from './waits.ts'

const fault = { from: 1000, to: 1300 }
const end: PageEnd = { id: 'A', page: 1, at: 62_000, knownAt: 400 }

function acknowledged(to: number, id = 'A'): Note {
  return { note: 'acknowledged', key: `${id}.png`, id, from: 0, to, attempts: 1 }
}

test('a stuck page has waited while others ended, except during the fault', () => {
  const others = Array.from({ length: 60 }, (_, index) => ({
    ...{ id: 'B', page: index, at: 2000 + index * 1000 },
    knownAt: 2000 + index * 1000,
  }))

  const wait = longestWait([...others, end], [fault], [acknowledged(500)])

  expect(wait).toEqual({ ms: 61_200, page: 'A page 1' })
})

test.each<[string, (typeof fault)[], Note[], number]>([
  ['from its acknowledgement', [fault], [acknowledged(2000)], 60_000],
  ['from its first announcement if it was not acknowledged', [], [], 61_600],
  [
    'between several faults and after them',
    [{ from: 30_000, to: 32_000 }, fault],
    [acknowledged(500)],
    59_200,
  ],
  [
    'without counting overlapping faults twice',
    [
      { from: 10_000, to: 40_000 },
      { from: 20_000, to: 30_000 },
    ],
    [acknowledged(500)],
    31_500,
  ],
  [
    'up to the fault in which it ended',
    [{ from: 61_000, to: 63_000 }],
    [acknowledged(500)],
    60_500,
  ],
  [
    'from the end of the fault in which it was acknowledged',
    [{ from: 0, to: 60_000 }],
    [acknowledged(500)],
    2000,
  ],
  [
    'regardless of faults after its end',
    [{ from: 70_000, to: 71_000 }],
    [acknowledged(500)],
    61_500,
  ],
  ['not at all before the answer to its upload', [], [acknowledged(62_500)], 0],
])('a page waits %s', (_, faults, notes, expected) => {
  expect(longestWait([end], faults, notes).ms).toBe(expected)
})

import { expect, test } from 'vitest'
import type { Note } from './notes.ts'
import type { FaultWindow } from './repeated.ts'
import { longestWait, type PageEnd } from './waits.ts'

const fault: FaultWindow = { kind: 'kill', variant: 'ocr', from: 1000, to: 1300, pids: [7] }
const end: PageEnd = { id: 'A', page: 1, at: 62_000, knownAt: 400 }

function acknowledged(to: number, id = 'A'): Note {
  return { note: 'acknowledged', key: `${id}.png`, id, from: 0, to }
}

test('a page that is stuck while others end has waited, from the end of the last fault', () => {
  const others = Array.from({ length: 60 }, (_, index) => ({
    ...{ id: 'B', page: index, at: 2000 + index * 1000 },
    knownAt: 2000 + index * 1000,
  }))

  const wait = longestWait([...others, end], [fault], [acknowledged(500)])

  expect(wait).toEqual({ ms: 60_700, page: 'A page 1' })
})

test.each<[string, PageEnd, FaultWindow[], Note[], number]>([
  ['from its acknowledgement where that came later', end, [fault], [acknowledged(2000)], 60_000],
  ['from where the feed told of it if nobody acknowledged it', end, [], [], 61_600],
  [
    'from the last of several faults',
    end,
    [fault, { ...fault, from: 30_000, to: 32_000 }],
    [],
    30_000,
  ],
  [
    'whatever fault comes after its end',
    end,
    [fault, { ...fault, from: 70_000, to: 71_000 }],
    [],
    60_700,
  ],
  ['not at all if a fault was at work', end, [{ ...fault, from: 61_000, to: 63_000 }], [], 0],
  ['nor before the answer to its upload', end, [], [acknowledged(62_500)], 0],
])('a page waits %s', (_, ended, faults, notes, expected) => {
  expect(longestWait([ended], faults, notes).ms).toBe(expected)
})

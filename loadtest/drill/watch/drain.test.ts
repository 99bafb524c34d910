import { expect, test } from 'vitest'
import type { Note } from '../load/notes.ts'
import { createDrain, waitingPages } from './drain.ts'

const notes: Note[] = [
  { note: 'attempted', key: 'a.png', pages: [{ text: 'page 1' }, { text: 'page 2' }] },
  { note: 'acknowledged', key: 'a.png', id: 'A', from: 0, to: 900, attempts: 1 },
  { note: 'attempted', key: 'b.png', pages: [{ text: 'page 3' }] },
  { note: 'acknowledged', key: 'b.png', id: 'B', from: 0, to: 1100, attempts: 1 },
  { note: 'attempted', key: 'c.png', pages: [{ text: 'page 4' }] },
]

test('waiting pages were acknowledged by then and have not ended', () => {
  const ends = [{ id: 'A', page: 1, at: 950, knownAt: 900 }]

  expect(waitingPages(notes, ends, 1000)).toEqual(['A page 2'])
  expect(waitingPages(notes, ends, 2000)).toEqual(['A page 2', 'B page 1'])
})

test.each<[string, [at: number, waiting: number][], boolean]>([
  [
    'no page waits',
    [
      [100, 2],
      [200, 0],
    ],
    true,
  ],
  [
    'no page has ended for too long',
    [
      [100, 2],
      [1101, 2],
    ],
    true,
  ],
])('a drain is over when %s', (_, looks, expected) => {
  const drain = createDrain(1000)

  const over = looks.map(([at, waiting]) => drain.isOver(at, waiting))

  expect(over).toEqual([false, expected])
})

test('a drain is not over while pages end, regardless of its duration', () => {
  const drain = createDrain(1000)

  const over = [3, 2, 1].map((waiting, index) => drain.isOver(900 * (index + 1), waiting))

  expect(over).toEqual([false, false, false])
})

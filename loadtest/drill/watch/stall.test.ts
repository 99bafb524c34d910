import { expect, test } from 'vitest'
import { createStallWatch } from './stall.ts'

const busy = { queued: 3, ended: 0, isFaulty: false }

test.each([
  [
    'pages wait and no page ends',
    [
      { ...busy, at: 0 },
      { ...busy, at: 900 },
    ],
    900,
  ],
  [
    'a page ended in between',
    [
      { ...busy, at: 0 },
      { ...busy, at: 400, ended: 1 },
      { ...busy, at: 900, ended: 1 },
    ],
    500,
  ],
  [
    'it lasts up to the look that sees a page end',
    [
      { ...busy, at: 0 },
      { ...busy, at: 100 },
      { ...busy, at: 700, ended: 1 },
      { ...busy, at: 800, ended: 1 },
    ],
    700,
  ],
  [
    'it lasts up to the look that sees the last page end',
    [
      { ...busy, at: 0 },
      { ...busy, at: 700, queued: 0, ended: 3 },
      { ...busy, at: 900, queued: 0, ended: 3 },
    ],
    700,
  ],
  [
    'a stall that a fault interrupts does not count',
    [
      { ...busy, at: 0 },
      { ...busy, at: 700, isFaulty: true },
    ],
    0,
  ],
  [
    'no page waits',
    [
      { ...busy, at: 0, queued: 0 },
      { ...busy, at: 900, queued: 0 },
    ],
    0,
  ],
  [
    'it counts from the end of the fault',
    [
      { ...busy, at: 0, isFaulty: true },
      { ...busy, at: 600 },
      { ...busy, at: 900 },
    ],
    300,
  ],
])('a stall: %s', (_, looks, expected) => {
  const watch = createStallWatch()

  for (const look of looks) watch.look(look)

  expect(watch.takeLongestMs()).toBe(expected)
})

test('a stall that was taken is not reported again; an ongoing one is reported in full', () => {
  const watch = createStallWatch()
  const take = () => watch.takeLongestMs()

  watch.look({ ...busy, at: 0 })
  watch.look({ ...busy, at: 600 })
  const first = take()
  const second = take()
  watch.look({ ...busy, at: 800 })

  expect([first, second, take()]).toEqual([600, 0, 800])
})

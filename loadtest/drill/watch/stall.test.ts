import { expect, test } from 'vitest'
import { createStallWatch } from './stall.ts'

const busy = { queued: 3, ended: 0, isFaulty: false }

test.each([
  [
    'pages wait and none ends',
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
    'it lasts up to the look that saw a page end',
    [
      { ...busy, at: 0 },
      { ...busy, at: 100 },
      { ...busy, at: 700, ended: 1 },
      { ...busy, at: 800, ended: 1 },
    ],
    700,
  ],
  [
    'and up to the one that saw the last page end',
    [
      { ...busy, at: 0 },
      { ...busy, at: 700, queued: 0, ended: 3 },
      { ...busy, at: 900, queued: 0, ended: 3 },
    ],
    700,
  ],
  [
    'what a fault ended is none',
    [
      { ...busy, at: 0 },
      { ...busy, at: 700, isFaulty: true },
    ],
    0,
  ],
  [
    'nothing waits',
    [
      { ...busy, at: 0, queued: 0 },
      { ...busy, at: 900, queued: 0 },
    ],
    0,
  ],
  [
    'it counts from when the fault has ended',
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

test('a stall that was asked for is not told again, and one that goes on is told whole', () => {
  const watch = createStallWatch()
  const told = () => watch.takeLongestMs()

  watch.look({ ...busy, at: 0 })
  watch.look({ ...busy, at: 600 })
  const first = told()
  const atOnce = told()
  watch.look({ ...busy, at: 800 })

  expect([first, atOnce, told()]).toEqual([600, 0, 800])
})

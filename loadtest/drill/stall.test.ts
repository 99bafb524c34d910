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

  expect(watch.longestMs()).toBe(expected)
})

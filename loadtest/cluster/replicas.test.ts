import { expect, test } from 'vitest'
import { mostReady, toMoments } from './replicas.ts'

const pods = [
  { name: 'a', of: 'ocr', createdMs: 100, readyMs: 300, endingMs: 800, goneMs: 900, restarts: 0 },
  { name: 'b', of: 'ocr', createdMs: 200, readyMs: 600, restarts: 0 },
]
const pages = [
  { acceptedMs: 100, endedMs: 500 },
  { acceptedMs: 100, endedMs: null },
]

test('moments count replicas until their end begins, and pages until they have ended', () => {
  const moments = toMoments({ pods, pages }, { fromMs: 0, toMs: 800, stepMs: 400 })

  expect(moments).toEqual([
    { atMs: 0, wanted: 0, ready: 0, waiting: 0, read: 0 },
    { atMs: 400, wanted: 2, ready: 1, waiting: 2, read: 0 },
    { atMs: 800, wanted: 1, ready: 1, waiting: 1, read: 1 },
  ])
  expect(mostReady(moments)).toBe(1)
})

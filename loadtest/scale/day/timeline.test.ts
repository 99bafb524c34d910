import { expect, test } from 'vitest'
import { busySeconds, replicaSeconds, toTimeline } from './timeline.ts'

const pages = [
  { submittedMs: 1000, fromMs: 1400, toMs: 2400 },
  { submittedMs: 1000, fromMs: 2400, toMs: 2900 },
]
const lives = [{ pid: 1, fromMs: 1200, toMs: 4000 }]

test('a timeline has the arrivals, replicas and waiting pages of each step', () => {
  const timeline = toTimeline({ pages, lives }, { fromMs: 500, toMs: 4500, stepMs: 1000 })

  expect(timeline).toEqual([
    { atMs: 0, arrivals: 0, awake: 0, waiting: 0 },
    { atMs: 1000, arrivals: 2, awake: 1, waiting: 1 },
    { atMs: 2000, arrivals: 0, awake: 1, waiting: 0 },
    { atMs: 3000, arrivals: 0, awake: 1, waiting: 0 },
    { atMs: 4000, arrivals: 0, awake: 0, waiting: 0 },
  ])
})

test('replica seconds sum up processes, busy seconds pages', () => {
  const stillAwake = { pid: 2, fromMs: 3000, toMs: Number.POSITIVE_INFINITY }

  expect(replicaSeconds([...lives, stillAwake], 5000)).toBeCloseTo(4.8)
  expect(busySeconds(pages)).toBeCloseTo(1.5)
})

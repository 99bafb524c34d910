import { expect, test } from 'vitest'
import { ocrPolicy } from './cluster.ts'
import { type Arrival, type Simulated, simulate } from './simulate.ts'

const hourMs = 3_600_000
/** An hour after the first replica, long after it has gone to zero. */
const together = (count: number, workMs: number): Arrival[] =>
  Array.from({ length: count }, () => ({ atMs: hourMs, workMs }))

async function run(maxScale: number, change: Partial<Simulated> & Pick<Simulated, 'arrivals'>) {
  return simulate({
    policy: await ocrPolicy(maxScale, 0),
    ...{ readers: 1, partitions: 16, seed: '1', decideEveryMs: 2000, coldStartMs: 2000 },
    nodes: {
      ...{ basePlaces: maxScale, placesPerNode: 3, maxNodes: 100 },
      ...{ startMs: 90_000, idleMs: 180_000 },
    },
    ...change,
  })
}

test('the first page waits for a cold start, and the last replica ends', async () => {
  const outcome = await run(8, { arrivals: together(1, 700) })

  expect(outcome).toMatchObject({ pages: 1, waitsMs: [2000], timesMs: [2700], mostNodes: 0 })
  // One at the begin, one for the page; each stays for a window of 60 s and until the next decision.
  expect(outcome.replicaStarts).toBe(2)
  expect(outcome.replicaMs).toBeGreaterThan(120_000)
  expect(outcome.replicaMs).toBeLessThan(135_000)
})

test('a burst gets as many replicas as it may have, which share the pages', async () => {
  const outcome = await run(8, { arrivals: together(400, 1000) })

  expect(outcome.mostReplicas).toBe(8)
  expect(outcome.usedWhileWaiting).toBe(1)
  // No schedule is shorter than 50 s; the eighth replica is there after 3 decisions and a cold start.
  expect(outcome.lastMs - hourMs).toBeGreaterThanOrEqual(50_000)
  expect(outcome.lastMs - hourMs).toBeLessThan(58_000)
})

test('pages without a place wait for a machine, which is given back when it is empty', async () => {
  const nodes = { basePlaces: 0, placesPerNode: 3, maxNodes: 1, startMs: 90_000, idleMs: 180_000 }

  const outcome = await run(8, { arrivals: together(6, 1000), nodes })

  expect(outcome.waitsMs).toEqual([92_000, 92_000, 92_000, 93_000, 93_000, 93_000])
  expect(outcome.mostNodes).toBe(1)
  // Twice: its start, the cold start, the window, and 180 s. The first has no page.
  expect(outcome.elasticNodeMs).toBeGreaterThan(2 * 270_000)
  expect(outcome.elasticNodeMs).toBeLessThan(2 * 350_000)
})

test('no more readers than partitions have pages, and all pages end', async () => {
  const outcome = await run(4, { arrivals: together(300, 100), readers: 8, partitions: 2 })

  expect(outcome.pages).toBe(300)
  expect(outcome.readerEvenness).toBeLessThan(1.2)
})

test('a simulation is the same for the same seed', async () => {
  const [one, other] = [1, 2].map(() => run(4, { arrivals: together(50, 300), readers: 3 }))

  expect(await one).toEqual(await other)
})

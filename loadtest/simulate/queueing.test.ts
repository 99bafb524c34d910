import { expect, test } from 'vitest'
import { drawTimes } from '../capacity/arrival-times.ts'
import { createRandom } from '../make-samples/random.ts'
import { ocrPolicy } from './cluster.ts'
import { type Arrival, simulate } from './simulate.ts'

const pages = 200_000
const uniformOf = (seed: string) => {
  const random = createRandom(seed)
  return () => (random() + 0.5) / 2 ** 32
}

/** `pages` Poisson arrivals, `perSecond` on average. */
function poisson(perSecond: number, workMs: () => number): Arrival[] {
  const times = drawTimes({ perSecond, seconds: (1.05 * pages) / perSecond, seed: 'queue' })
  return times.slice(0, pages).map((atMs) => ({ atMs: atMs + 10_000, workMs: workMs() }))
}

/** Mean wait in ms on a fixed number of replicas. */
async function meanWaitMs(replicas: number, arrivals: Iterable<Arrival>, readers = 1) {
  const { waitsMs } = simulate({
    arrivals,
    policy: { ...(await ocrPolicy(replicas, replicas)), initialScale: replicas },
    ...{ readers, partitions: readers, seed: '1', decideEveryMs: 2000, coldStartMs: 0 },
    nodes: { basePlaces: replicas, placesPerNode: 1, maxNodes: 0, startMs: 0, idleMs: 0 },
  })
  expect(waitsMs).toHaveLength(pages)
  return waitsMs.reduce((sum, ms) => sum + ms, 0) / pages
}

/** Probability that a page waits in an M/M/c queue: https://en.wikipedia.org/wiki/Erlang_(unit)#Erlang_C_formula */
function erlangC(servers: number, load: number): number {
  let term = 1
  let sum = 0
  for (let n = 0; n < servers; n += 1) {
    sum += term
    term *= load / (n + 1)
  }
  const waiting = (term * servers) / (servers - load)
  return waiting / (sum + waiting)
}

test.each([
  { replicas: 1, utilization: 0.5 },
  { replicas: 1, utilization: 0.8 },
  { replicas: 4, utilization: 0.8 },
  { replicas: 16, utilization: 0.8 },
])('exponential pages on $replicas replicas wait as an M/M/c queue predicts', async (queue) => {
  const { replicas, utilization } = queue
  const meanMs = 1000
  const uniform = uniformOf('work')
  const arrivals = poisson(replicas * utilization, () => -Math.log(uniform()) * meanMs)

  const waitMs = await meanWaitMs(replicas, arrivals)

  const load = replicas * utilization
  const predictedMs = (erlangC(replicas, load) * meanMs) / (replicas - load)
  expect(waitMs / predictedMs).toBeGreaterThan(0.93)
  expect(waitMs / predictedMs).toBeLessThan(1.07)
})

test.each([0.5, 0.7, 0.9])('equal pages at %d wait as an M/D/1 queue predicts', async (load) => {
  const waitMs = await meanWaitMs(
    1,
    poisson(load, () => 1000),
  )

  // https://en.wikipedia.org/wiki/M/D/1_queue
  const predictedMs = (1000 * load) / (2 * (1 - load))
  expect(waitMs / predictedMs).toBeGreaterThan(0.95)
  expect(waitMs / predictedMs).toBeLessThan(1.05)
})

test('readers that share the slots make pages wait longer than one reader does', async () => {
  const draw = () => {
    const uniform = uniformOf('work')
    return poisson(14.4, () => -Math.log(uniform()) * 1000)
  }

  const [one, eight] = [await meanWaitMs(16, draw()), await meanWaitMs(16, draw(), 8)]

  expect(eight).toBeGreaterThan(one)
})

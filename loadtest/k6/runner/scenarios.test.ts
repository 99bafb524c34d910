import { expect, test } from 'vitest'
import { sleep } from './k6.ts'
import { builtin } from './metrics.ts'
import { planOf, runScenario, type Scenario, valueAt } from './scenarios.ts'

/** Runs a scenario whose iterations take `seconds` each; counts them. */
async function run(scenario: Scenario, seconds: number) {
  const counts = { begun: 0, ended: 0, running: 0, most: 0 }
  const droppedBefore = builtin.dropped.values.length
  async function iteration() {
    counts.begun += 1
    counts.running += 1
    counts.most = Math.max(counts.most, counts.running)
    await sleep(seconds).finally(() => {
      counts.running -= 1
    })
    counts.ended += 1
  }
  await runScenario('test', planOf(scenario), iteration)
  return { ...counts, dropped: builtin.dropped.values.length - droppedBefore }
}

test.each([
  [0, 10],
  [500, 15],
  [1000, 20],
  [2500, 20],
  [3500, 10],
  [4000, 0],
])('at %i ms the stages have the value %s', (atMs, expected) => {
  const stages = [
    { duration: '1s', target: 20 },
    { duration: '2s', target: 20 },
    { duration: '1s', target: 0 },
  ]

  expect(valueAt({ start: 10, stages }, atMs)).toBe(expected)
})

test('slow iterations do not slow arrivals', async () => {
  const counts = await run(
    {
      ...{ executor: 'constant-arrival-rate', rate: 20, duration: '1s', preAllocatedVUs: 5 },
      maxVUs: 100,
    },
    1.5,
  )

  expect(counts.begun).toBeGreaterThanOrEqual(20)
  expect(counts.begun).toBeLessThanOrEqual(21)
  expect(counts).toMatchObject({ ended: counts.begun, most: counts.begun, dropped: 0 })
})

test('an arrival without a free VU is dropped', async () => {
  const counts = await run(
    { executor: 'constant-arrival-rate', rate: 20, duration: '1s', preAllocatedVUs: 4 },
    2,
  )

  expect(counts).toMatchObject({ begun: 4, ended: 4 })
  expect(counts.dropped).toBeGreaterThanOrEqual(16)
})

test('a rising rate has as many arrivals as the area below it', async () => {
  const stages = [{ duration: '2s', target: 40 }]

  const { begun } = await run(
    { executor: 'ramping-arrival-rate', stages, preAllocatedVUs: 100 },
    0.01,
  )

  expect(begun).toBeGreaterThanOrEqual(38)
  expect(begun).toBeLessThanOrEqual(42)
})

test('a VU begins an iteration when its last one has ended', async () => {
  const counts = await run({ executor: 'constant-vus', vus: 3, duration: '1s' }, 0.4)

  expect(counts.most).toBe(3)
  expect(counts.begun).toBeLessThanOrEqual(9)
  expect(counts.ended).toBe(counts.begun)
})

test('iterations that wait for nothing leave time for others', async () => {
  let [done, doneAtTimer] = [0, 0]
  setTimeout(() => {
    doneAtTimer = done
  }, 20)

  await runScenario('test', planOf({ executor: 'constant-vus', duration: '100ms' }), () => {
    done += 1
  })

  expect(doneAtTimer).toBeGreaterThan(0)
  expect(doneAtTimer).toBeLessThan(done)
})

test('VUs rise to the target of their stage', async () => {
  const stages = [{ duration: '1s', target: 5 }]

  const counts = await run({ executor: 'ramping-vus', startVUs: 1, stages }, 0.05)

  expect(counts.most).toBeGreaterThan(2)
  expect(counts.most).toBeLessThanOrEqual(5)
})

test('VUs share a number of iterations', async () => {
  const counts = await run({ executor: 'shared-iterations', vus: 3, iterations: 7 }, 0.01)

  expect(counts).toMatchObject({ begun: 7, ended: 7, most: 3 })
})

test('iterations are interrupted after gracefulStop', async () => {
  const counts = await run(
    { executor: 'constant-vus', vus: 2, duration: '200ms', gracefulStop: '100ms' },
    60,
  )

  expect(counts).toMatchObject({ begun: 2, ended: 0, running: 0 })
})

test('an executor that the runner lacks is refused', () => {
  expect(() => planOf({ executor: 'per-vu-iterations' })).toThrow('got per-vu-iterations')
})

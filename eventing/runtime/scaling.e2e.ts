import { describe, expect, test } from 'vitest'
import { until } from '../../loadtest/system/glyphflow.ts'
import { type Scaling, scaledServices } from './scaled-service.fixture.ts'

const startScaled = scaledServices()

/** Effect of each field: one service per value, in parallel. */
const inParallel = <T>(scalings: Scaling[], watch: (scaling: Scaling) => Promise<T>) =>
  Promise.all(scalings.map(watch))

const times = <T>(count: number, begin: () => Promise<T>) =>
  Promise.all(Array.from({ length: count }, begin))

/** Seconds until this number of replicas is wanted. */
async function secondsUntil(wanted: () => number, replicas: number): Promise<number> {
  const from = performance.now()
  await until(async () => wanted() === replicas, { pauseMs: 20 })
  return (performance.now() - from) / 1000
}

describe.concurrent('a field is applied', () => {
  test('window, scale-down-delay and retention: time of the last scale-down', async () => {
    const [plain = 0, window, delay, retention] = await inParallel(
      [
        {},
        { annotations: { window: '12s' } },
        { annotations: { 'scale-down-delay': '8s' } },
        { annotations: { 'scale-to-zero-pod-retention-period': '8s' } },
      ],
      async (scaling) => {
        const { read, wanted } = await startScaled(scaling)
        await read(1)
        return secondsUntil(wanted, 0)
      },
    )

    expect(plain).toBeGreaterThan(5)
    for (const later of [window, delay, retention]) expect(later).toBeGreaterThan(plain + 2)
  })

  test('min-scale: replicas that stay', async () => {
    const none = await startScaled({})
    const some = await startScaled({ annotations: { 'min-scale': '2' } })

    await until(async () => none.pids().length === 0)

    expect([some.wanted(), some.ready()]).toEqual([2, 2])
  })

  test('max-scale: limit of replicas', async () => {
    const readers = await inParallel(
      [{ annotations: { 'max-scale': '2' } }, { annotations: { 'max-scale': '4' } }],
      async (scaling) => {
        const { read, journal } = await startScaled(scaling)
        await times(6, () => read(2500))
        return new Set((await journal()).visits.map(({ pid }) => pid)).size
      },
    )

    expect(readers).toEqual([2, 4])
  })

  test('initial-scale: replicas at the start', async () => {
    const [one, three] = [
      await startScaled({}),
      await startScaled({ annotations: { 'initial-scale': '3' } }),
    ]

    const first = [one.wanted(), three.wanted()]
    await until(async () => (await three.journal()).lives.length === 3)

    expect(first).toEqual([1, 3])
    expect((await one.journal()).lives.length).toBe(1)
  })

  test('activation-scale: replicas when scaled up from zero', async () => {
    const woken = await inParallel(
      [{}, { annotations: { 'activation-scale': '3' } }],
      async (scaling) => {
        const { read, wanted, ready } = await startScaled(scaling)
        await until(async () => wanted() === 0)
        const reading = read(2000)
        await until(async () => wanted() > 0 && ready() === wanted())
        const replicas = ready()
        await reading
        return replicas
      },
    )

    expect(woken).toEqual([1, 3])
  })

  test('panic window and threshold: delay of a burst’s replicas', async () => {
    const [panic, longer, higher] = await inParallel(
      [
        {},
        { annotations: { 'panic-window-percentage': '100' } },
        { annotations: { 'panic-threshold-percentage': '1000' } },
      ],
      async ({ annotations }) => {
        const scaling = { annotations: { ...annotations, target: '1' }, containerConcurrency: 0 }
        const { read, wanted } = await startScaled(scaling)
        await read(4000)
        const burst = times(4, () => read(7000))
        const seconds = await secondsUntil(wanted, 4)
        await burst
        return seconds
      },
    )

    expect(panic).toBeLessThan(2.5)
    expect(longer).toBeGreaterThan(3.2)
    expect(higher).toBeGreaterThan(3.2)
  })

  test('target, utilisation and containerConcurrency: requests per replica', async () => {
    const replicas = await inParallel(
      [
        { annotations: { target: '1' }, containerConcurrency: 0 },
        { annotations: { target: '2' }, containerConcurrency: 0 },
        {
          annotations: { target: '2', 'target-utilization-percentage': '50' },
          containerConcurrency: 0,
        },
        { containerConcurrency: 2 },
      ],
      async (scaling) => {
        const { read, journal } = await startScaled(scaling)
        await times(4, () => read(3000))
        return (await journal()).lives.length
      },
    )

    expect(replicas).toEqual([4, 2, 4, 2])
  })

  test('containerConcurrency: concurrent requests of a replica', async () => {
    const concurrent = await inParallel(
      [1, 3].map((containerConcurrency) => ({
        containerConcurrency,
        annotations: { 'max-scale': '1' },
      })),
      async (scaling) => {
        const { read, journal } = await startScaled(scaling)
        await times(3, () => read(1000))
        const { visits } = await journal()
        const overlapping = visits.map(({ fromMs }) =>
          visits.filter((other) => other.fromMs <= fromMs && other.toMs > fromMs),
        )
        return Math.max(...overlapping.map(({ length }) => length))
      },
    )

    expect(concurrent).toEqual([1, 3])
  })

  test('timeoutSeconds: time limit of an answer', async () => {
    const statuses = await inParallel(
      [{ timeoutSeconds: 2 }, { timeoutSeconds: 20 }],
      async (scaling) => (await startScaled(scaling)).read(4000),
    )

    expect(statuses).toEqual([504, 204])
  })

  test('resources.limits.memory: a replica above it is replaced', async () => {
    const annotations = { 'min-scale': '1' }
    const [small, large] = [
      await startScaled({ annotations, memory: '1Mi' }),
      await startScaled({ annotations, memory: '1Gi' }),
    ]
    await until(async () => small.ready() === 1 && large.ready() === 1)
    const before = [small.pids(), large.pids()]

    await until(async () => small.ready() === 1 && small.pids()[0] !== before[0]?.[0])

    expect(large.pids()).toEqual(before[1])
  })
})

test.concurrent('a page is finished although its replica is scaled down', async () => {
  const { read, ready, inFlight, pids, journal } = await startScaled({
    containerConcurrency: 2,
    annotations: { 'panic-threshold-percentage': '1000' },
  })
  // Two long pages, each beside a short one: when only they are left, one replica is enough.
  const first = [14_000, 4000].map(read)
  await until(async () => inFlight() === 2)
  const others = [14_000, 4000, 4000, 4000].map(read)
  await until(async () => ready() === 3)

  await until(async () => ready() === 1)
  const whileReading = pids().length

  expect(await Promise.all([...first, ...others])).toEqual(Array(6).fill(204))
  const { visits } = await journal()
  expect(new Set(visits.filter(({ sleepMs }) => sleepMs > 5000).map(({ pid }) => pid)).size).toBe(2)
  expect(whileReading).toBe(2)
})

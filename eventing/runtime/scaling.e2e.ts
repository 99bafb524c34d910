import { describe, expect, test } from 'vitest'
import { until } from '../../loadtest/system/glyphflow.ts'
import { type Scaling, scaledServices } from './scaled-service.fixture.ts'

const startScaled = scaledServices()

/** What changes when a field changes: one service for each value, side by side. */
const sideBySide = <T>(scalings: Scaling[], watch: (scaling: Scaling) => Promise<T>) =>
  Promise.all(scalings.map(watch))

const times = <T>(count: number, begin: () => Promise<T>) =>
  Promise.all(Array.from({ length: count }, begin))

/** Seconds until so many replicas are wanted. */
async function secondsUntil(wanted: () => number, replicas: number): Promise<number> {
  const from = performance.now()
  await until(async () => wanted() === replicas, 20)
  return (performance.now() - from) / 1000
}

describe.concurrent('a field is applied', () => {
  test('window, scale-down-delay and retention: when the last replica goes', async () => {
    const [plain = 0, window, delay, retention] = await sideBySide(
      [
        {},
        { annotations: { window: '9s' } },
        { annotations: { 'scale-down-delay': '4s' } },
        { annotations: { 'scale-to-zero-pod-retention-period': '4s' } },
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

  test('min-scale: so many stay', async () => {
    const none = await startScaled({})
    const some = await startScaled({ annotations: { 'min-scale': '2' } })

    await until(async () => none.pids().length === 0)

    expect([some.wanted(), some.ready()]).toEqual([2, 2])
  })

  test('max-scale: no more than so many', async () => {
    const readers = await sideBySide(
      [{ annotations: { 'max-scale': '2' } }, { annotations: { 'max-scale': '4' } }],
      async (scaling) => {
        const { read, journal } = await startScaled(scaling)
        await times(6, () => read(2500))
        return new Set((await journal()).visits.map(({ pid }) => pid)).size
      },
    )

    expect(readers).toEqual([2, 4])
  })

  test('initial-scale: so many at first', async () => {
    const [one, three] = [
      await startScaled({}),
      await startScaled({ annotations: { 'initial-scale': '3' } }),
    ]

    const first = [one.wanted(), three.wanted()]
    await until(async () => (await three.journal()).lives.length === 3)

    expect(first).toEqual([1, 3])
    expect((await one.journal()).lives.length).toBe(1)
  })

  test('activation-scale: so many when one is woken', async () => {
    const woken = await sideBySide(
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

  test('panic window and threshold: how soon a burst has its replicas', async () => {
    const [panic, longer, higher] = await sideBySide(
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

  test('target, utilisation and containerConcurrency: for how many requests one is wanted', async () => {
    const replicas = await sideBySide(
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

  test('containerConcurrency: so many at once in one replica', async () => {
    const atOnce = await sideBySide(
      [1, 3].map((containerConcurrency) => ({
        containerConcurrency,
        annotations: { 'max-scale': '1' },
      })),
      async (scaling) => {
        const { read, journal } = await startScaled(scaling)
        await times(3, () => read(1000))
        const { visits } = await journal()
        const beside = visits.map(({ fromMs }) =>
          visits.filter((other) => other.fromMs <= fromMs && other.toMs > fromMs),
        )
        return Math.max(...beside.map(({ length }) => length))
      },
    )

    expect(atOnce).toEqual([1, 3])
  })

  test('timeoutSeconds: so long for an answer', async () => {
    const statuses = await sideBySide(
      [{ timeoutSeconds: 2 }, { timeoutSeconds: 20 }],
      async (scaling) => (await startScaled(scaling)).read(4000),
    )

    expect(statuses).toEqual([504, 204])
  })

  test('resources.limits.memory: one that has more is replaced', async () => {
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

test.concurrent('a page whose replica is scaled away is read to its end', async () => {
  const { read, ready, inFlight, pids, journal } = await startScaled({
    containerConcurrency: 2,
    annotations: { 'panic-threshold-percentage': '1000' },
  })
  // Two long ones, each beside a short one: once only they are left, one replica is enough.
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

import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createHistory } from './history.ts'
import { isAtRest, type Sample } from './sample.ts'

beforeEach(() => {
  vi.useFakeTimers({ now: new Date('2026-11-21T08:00:00Z') })
})
afterEach(() => {
  vi.useRealTimers()
})

const second = 1000
const minute = 60 * second
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)

/** History of a system with one service and one topic, whose state the test sets. */
function open() {
  const state = { wanted: 0, ready: 0, busy: 0, inFlight: 0, waiting: 0 }
  const topic = { records: 0 as number | null, lag: 0 as number | null }
  let taken = 0
  const take = async (): Promise<Sample> => {
    taken += 1
    const { lag, records } = topic
    return {
      services: [{ name: 'ocr', ...state }],
      topics: [{ name: 'pages', records, groups: [{ name: 'g', service: 'ocr', lag }] }],
    }
  }
  const history = createHistory({ take, isAtRest: ({ services }) => services[0]?.wanted === 0 })
  return { state, topic, history, taken: () => taken }
}

/** Lists of the only service and the only topic. */
async function lists({ read }: Pick<ReturnType<typeof createHistory>, 'read'>, after = 0) {
  const { now, times, services, topics } = await read(after)
  const [service] = services ?? []
  const [topic] = topics ?? []
  return { times: times.map((at) => (at - now) / second), ...service, ...topic }
}

test('no sample is taken at rest', async () => {
  const { history, taken } = open()
  await pass(minute)
  const before = taken()

  history.touch()
  await pass(minute)

  expect([before, taken()]).toEqual([0, 1])
})

test('after a touch a sample is taken each second, until the system is at rest', async () => {
  const { state, history, taken } = open()

  state.wanted = 1
  history.touch()
  await pass(10.5 * second)
  const whileAwake = taken()
  state.wanted = 0
  await pass(minute)

  expect([whileAwake, taken()]).toEqual([11, 12])
})

test('a touch during a sample is not lost', async () => {
  const answer = Promise.withResolvers<Sample>()
  const take = vi.fn(() => answer.promise)
  const history = createHistory({ take, isAtRest: () => true })

  history.touch()
  await pass(second)
  history.touch()
  answer.resolve({ services: [], topics: [] })
  await pass(minute)

  expect(take).toHaveBeenCalledTimes(2)
})

test('equal samples are kept once', async () => {
  const { state, history } = open()
  state.wanted = 1
  history.touch()
  await pass(5 * second)
  state.ready = 1
  await pass(minute)

  const { wanted, ready } = await lists(history)

  expect({ wanted, ready }).toEqual({ wanted: [1, 1], ready: [0, 1] })
})

test('a reading has the present state', async () => {
  const { state, history } = open()
  await history.read(0)
  await pass(minute)
  state.waiting = 3

  expect(await lists(history)).toMatchObject({ times: [-60, 0], waiting: [0, 3] })
})

test('a reading after a time has only later samples', async () => {
  const { state, history } = open()
  const { now } = await history.read(0)
  await pass(minute)
  state.busy = 2

  expect((await lists(history, now)).busy).toEqual([2])
  expect((await lists(history, now + minute)).busy).toEqual([])
})

test('samples older than 15 minutes are dropped, except the state at the beginning', async () => {
  const { state, history } = open()
  state.wanted = 1
  history.touch()
  for (state.ready = 0; state.ready < 30; state.ready += 1) await pass(minute)

  const { times, ready } = await lists(history)

  expect(times?.[0]).toBeLessThanOrEqual(-900)
  expect(times?.[0]).toBeGreaterThan(-961)
  expect(ready?.length).toBeLessThan(18)
})

test('a rate is the mean of ten seconds, and falls to zero at rest', async () => {
  const { topic, history } = open()
  await history.read(0)
  await pass(minute)
  topic.records = 50
  history.touch()
  await pass(minute)

  const { rate, times } = await lists(history)

  expect(rate).toEqual([0, 5, 0])
  expect((times?.[2] ?? 0) - (times?.[1] ?? 0)).toBeCloseTo(10, 0)
})

test('the rate of a first second covers that second', async () => {
  const { state, topic, history } = open()
  state.wanted = 1
  history.touch()
  await pass(0.2 * second)
  topic.records = 7
  await pass(second)

  expect((await lists(history)).rate).toEqual([0, 7])
})

test('what is unknown is null', async () => {
  const { topic, history } = open()
  topic.records = null
  topic.lag = null

  const { rate, groups } = await lists(history)

  expect([rate, groups]).toEqual([[null], [{ name: 'g', lag: [null] }]])
})

test('a clock that is set back begins a new history', async () => {
  const { state, history } = open()
  await history.read(0)
  state.ready = 1
  vi.setSystemTime(new Date('2026-11-19T08:00:00Z'))

  expect(await lists(history)).toMatchObject({ times: [0], ready: [1] })
})

test('a stopped history takes no samples', async () => {
  const { state, history, taken } = open()
  state.wanted = 1
  history.touch()
  await pass(second)
  const before = taken()

  history.stop()
  await pass(minute)

  expect(taken()).toBe(before)
})

const scale = (minScale: number) => ({ scale: { minScale } })
const idle = { name: 'ocr', wanted: 1, ready: 1, busy: 0, inFlight: 0, waiting: 0 }

test.each([
  ['with its minimum of replicas', {}, scale(1), true],
  ['with a request', { inFlight: 1 }, scale(1), false],
  ['with a request that waits', { waiting: 1 }, scale(1), false],
  ['with more replicas', { wanted: 2 }, scale(1), false],
  ['that is public, with a request', { inFlight: 1 }, { ...scale(1), public: true }, true],
])('a service %s is at rest: or not', (_, changes, plan, expected) => {
  const sample = { services: [{ ...idle, ...changes }], topics: [] }

  expect(isAtRest(sample, [{ name: 'ocr', public: false, ...plan }])).toBe(expected)
})

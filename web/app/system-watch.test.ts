import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { System } from '../../functions/shared/http/system-api.ts'
import { createSystemWatch } from './system-watch.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const systemOf = (replicas: number): System => ({
  services: [
    {
      ...{ name: 'ocr', replicas, wanted: replicas, inFlight: 0, waiting: 0, restarts: 0 },
      coldStarts: null,
      processes: [],
    },
  ],
  ...{ topics: null, queuedPages: 0, submissions: 0, deadLetters: { waiting: 0, latest: [] } },
  ...{ reader: null, dollarsPerHour: null, languages: ['eng'] },
  limits: {
    ...{ imageBytes: 1, pdfBytes: 1, uploadBytes: 1, pages: 1, documentPages: 1 },
    ...{ pixels: 1, side: 1 },
  },
  mediaTypes: [],
})

/** Watch of a system with `replicas` ready ocr replicas. */
function watched(replicas: number) {
  const state = { replicas, hidden: false, requests: 0, histories: 0, answers: true, knows: true }
  const watch = createSystemWatch({
    api: {
      system: async () => {
        state.requests += 1
        if (!state.answers) throw new Error('The server did not answer')
        const system = systemOf(state.replicas)
        return state.knows ? system : { ...system, services: null, topics: null }
      },
    },
    history: {
      load: async () => {
        state.histories += 1
      },
    },
    ...{ everyMs: 2000, watchedMs: 1000, restMs: 15_000 },
    isHidden: () => state.hidden,
  })
  return { state, watch }
}

test('without replicas it polls once, and after changes', async () => {
  const { state, watch } = watched(0)

  await watch.load()
  await vi.advanceTimersByTimeAsync(60_000)
  const before = state.requests
  for (const _ of [1, 2, 3]) watch.scheduleLoad()
  await vi.advanceTimersByTimeAsync(2000)

  expect([before, state.requests]).toEqual([1, 2])
})

test('with a replica it polls until there is none', async () => {
  const { state, watch } = watched(2)

  await watch.load()
  await vi.advanceTimersByTimeAsync(6000)
  const whileReady = state.requests
  state.replicas = 0
  await vi.advanceTimersByTimeAsync(60_000)

  expect([whileReady, state.requests]).toEqual([4, 5])
})

test('a hidden page does not poll; a page shown again polls immediately', async () => {
  const { state, watch } = watched(1)
  await watch.load()

  state.hidden = true
  await vi.advanceTimersByTimeAsync(60_000)
  const whileHidden = state.requests
  state.hidden = false
  watch.resume()
  await vi.advanceTimersByTimeAsync(0)

  expect([whileHidden, state.requests]).toEqual([1, 2])
})

test('the first request is made on a hidden page too', async () => {
  const { state, watch } = watched(0)
  state.hidden = true

  await watch.load()

  expect(state.requests).toBe(1)
})

test('a failed poll is repeated, and what is known is not current until one succeeds', async () => {
  const { state, watch } = watched(0)
  await watch.load()
  state.answers = false

  await watch.load()
  const afterFailure = [watch.isCurrent.value, watch.system.value?.queuedPages]
  state.answers = true
  await vi.advanceTimersByTimeAsync(2000)

  expect(afterFailure).toEqual([false, 0])
  expect([watch.isCurrent.value, state.requests]).toEqual([true, 3])
})

test('what is known is not current from the loss of the network until the next load, also on a hidden page', async () => {
  const { state, watch } = watched(0)
  await watch.load()
  state.hidden = true

  watch.invalidate()
  await watch.load()
  const whileHidden = [watch.isCurrent.value, state.requests]
  state.hidden = false
  watch.resume()
  await vi.advanceTimersByTimeAsync(0)

  expect(whileHidden).toEqual([false, 1])
  expect([watch.isCurrent.value, state.requests]).toEqual([true, 2])
})

test('services that the server does not know for a while are the last ones known, and not current', async () => {
  const { state, watch } = watched(0)
  await watch.load()
  state.knows = false

  await watch.load()
  const afterLateAnswer = [watch.areServicesCurrent.value, watch.isCurrent.value]
  const kept = watch.system.value
  state.knows = true
  await vi.advanceTimersByTimeAsync(2000)

  expect(afterLateAnswer).toEqual([false, true])
  expect(kept).toEqual(systemOf(0))
  expect([watch.areServicesCurrent.value, state.requests]).toEqual([true, 3])
})

test('services that the server never knew are unknown', async () => {
  const { state, watch } = watched(0)
  state.knows = false

  await watch.load()

  expect([watch.system.value?.services, watch.areServicesCurrent.value]).toEqual([null, true])
})

test('a watched system is polled more often, with its history, and seldom at rest', async () => {
  const { state, watch } = watched(1)
  await watch.load()

  const stop = watch.watch()
  await vi.advanceTimersByTimeAsync(3000)
  const whileAwake = [state.requests, state.histories]
  state.replicas = 0
  await vi.advanceTimersByTimeAsync(31_000)
  const atRest = [state.requests, state.histories]
  stop()
  await vi.advanceTimersByTimeAsync(60_000)

  expect(whileAwake).toEqual([5, 4])
  expect(atRest).toEqual([8, 7])
  expect([state.requests, state.histories]).toEqual([9, 7])
})

test('a change ends the rest of a watched system', async () => {
  const { state, watch } = watched(0)
  watch.watch()
  await vi.advanceTimersByTimeAsync(5000)

  watch.scheduleLoad()
  await vi.advanceTimersByTimeAsync(1000)

  expect(state.requests).toBe(2)
})

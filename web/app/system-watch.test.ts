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
      coldStarts: { count: 0, lastMs: null, p50Ms: null },
      processes: [],
    },
  ],
  ...{ topics: null, queuedPages: 0, submissions: 0, deadLetters: { waiting: 0, latest: [] } },
  ...{ reader: null, languages: ['eng'] },
  limits: { imageBytes: 1, pages: 1, uploadBytes: 1, pixels: 1, side: 1 },
  mediaTypes: [],
})

/** Watch of a system with `replicas` ready ocr replicas. */
function watched(replicas: number) {
  const state = { replicas, hidden: false, requests: 0 }
  const watch = createSystemWatch({
    api: {
      system: async () => {
        state.requests += 1
        return systemOf(state.replicas)
      },
    },
    everyMs: 2000,
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

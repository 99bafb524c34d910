import { expect, test } from 'vitest'
import type { SystemHistory } from '../../functions/shared/http/system-api.ts'
import { toBatchStrip } from './batch-strip.ts'

const history: SystemHistory = {
  ...{ now: 2_000_000, times: [1_900_000] },
  services: [{ name: 'ocr', wanted: [2], ready: [2], busy: [1], inFlight: [1], waiting: [0] }],
  topics: [{ name: 'pages', rate: [0], groups: [{ name: 'g', lag: [0] }] }],
}

const topics = [{ name: 'pages', records: 1, groups: [{ name: 'g', service: 'ocr', lag: 0 }] }]

test('a running batch is shown from its first upload until now', () => {
  const times = { createdAtMs: 1_950_000, endedAtMs: [1_960_000, 1_970_000] }

  const strip = toBatchStrip(history, topics, times, true)

  expect(strip).toMatchObject({ from: 1949, to: 2000, busy: [1, 1] })
  expect(strip?.ended).toEqual({ times: [1949, 1960, 1970, 2000], counts: [0, 1, 2, 2] })
})

test('a batch that has ended is shown until its last end', () => {
  const times = { createdAtMs: 1_950_000, endedAtMs: [1_960_000, 1_970_000] }

  expect(toBatchStrip(history, topics, times, false)?.to).toBe(1971)
})

test('a short batch is shown with the ten seconds around it', () => {
  const times = { createdAtMs: 1_950_000, endedAtMs: [1_950_400] }

  expect(toBatchStrip(history, topics, times, false)).toMatchObject({ from: 1949, to: 1959 })
})

test('a batch longer than the history is shown as far as that reaches', () => {
  const times = { createdAtMs: 0, endedAtMs: [900_000, 1_960_000] }

  const strip = toBatchStrip(history, topics, times, true)

  expect(strip?.ended).toEqual({ times: [1100, 1960, 2000], counts: [1, 2, 2] })
})

test.each([
  ['without a history', null, { createdAtMs: 1, endedAtMs: [] }],
  ['whose documents are not loaded', history, { createdAtMs: null, endedAtMs: [] }],
])('a batch %s has no strip', (_, given, times) => {
  expect(toBatchStrip(given, topics, times, true)).toBeNull()
})

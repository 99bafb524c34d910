import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pino } from 'pino'
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { createLogger } from '../../shared/process/logger.ts'
import { createPrometheusHistory } from './prometheus-history.ts'

const now = Date.parse('2026-11-21T08:00:02Z')

beforeEach(() => {
  vi.useFakeTimers({ now, toFake: ['Date'] })
})
afterEach(() => {
  vi.useRealTimers()
})

type Labels = Record<string, string>
const logger = createLogger('gateway', 'silent')

/**
 * A Prometheus with these series, each constant; `asked` holds the parameters of the requests. While `state.isDown` it
 * answers 503.
 */
async function prometheus(series: [metric: string, labels: Labels, value: number][]) {
  const asked: Labels[] = []
  const state = { isDown: false }
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://localhost')
    const { query = '', start, end, step, ...others } = Object.fromEntries(searchParams)
    asked.push({ pathname, start: `${start}`, end: `${end}`, ...others })
    if (state.isDown) response.statusCode = 503
    const result = series
      .filter(([metric]) => query.includes(metric))
      .filter(([, labels]) => !(query.includes('error_type=""') && labels.error_type))
      .map(([, metric, value]) => ({ metric, values: [[Number(end), `${value}`]] }))
    response.end(JSON.stringify({ status: 'success', data: { resultType: 'matrix', result } }))
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  onTestFinished(() => void server.close())
  return {
    asked,
    state,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/prometheus`,
  }
}

test('the series of the pipeline are lists by service and topic', async () => {
  const { url, asked } = await prometheus([
    ['glyphflow_replicas', { service: 'ocr', state: 'wanted' }, 3],
    ['glyphflow_replicas', { service: 'ocr', state: 'ready' }, 2],
    ['glyphflow_log_lag', { topic: 'images-feed', group: 'ocr' }, 40],
    ['sent_messages', { ...{ error_type: 'log' }, messaging_destination_name: 'images-feed' }, 9],
    ['sent_messages', { messaging_destination_name: 'images-feed' }, 1.5],
  ])

  const history = await createPrometheusHistory(url, logger)(now - 12_000)

  expect(history).toEqual({
    now,
    times: [Date.parse('2026-11-21T07:59:55Z'), Date.parse('2026-11-21T08:00:00Z')],
    services: [
      {
        ...{ name: 'ocr', wanted: [null, 3], ready: [null, 2], busy: [null, null] },
        ...{ inFlight: [null, null], waiting: [null, null] },
      },
    ],
    topics: [
      { name: 'images-feed', rate: [null, 1.5], groups: [{ name: 'ocr', lag: [null, 40] }] },
    ],
  })
  expect(asked[0]?.pathname).toBe('/prometheus/api/v1/query_range')
})

test('a value that its process does not know is null', async () => {
  const labels = { topic: 'images-feed', group: 'ocr' }
  const { url } = await prometheus([['glyphflow_log_lag', labels, Number.NaN]])

  const history = await createPrometheusHistory(url, logger)(now - 12_000)

  expect(history?.topics?.[0]?.groups).toEqual([{ name: 'ocr', lag: [null, null] }])
})

test('without a time it asks for 15 minutes', async () => {
  const { url, asked } = await prometheus([])

  const history = await createPrometheusHistory(url, logger)(0)

  expect(history?.times).toHaveLength(181)
  expect(Number(asked[0]?.end) - Number(asked[0]?.start)).toBe(900)
})

test('all requests of a step share one answer, each with what is new to it', async () => {
  const labels = { service: 'ocr', state: 'ready' }
  const { url, asked } = await prometheus([['glyphflow_replicas', labels, 2]])
  const read = createPrometheusHistory(url, logger)

  const running = await Promise.all([read(0), read(now - 12_000)])
  const later = await read(now - 2000)
  const askedAtOnce = asked.length
  vi.setSystemTime(now + 5000)
  const next = await read(now - 2000)

  expect(running.map((each) => each?.times.length)).toEqual([181, 2])
  expect([later?.times, later?.services?.[0]?.ready]).toEqual([[], []])
  expect([next?.times, next?.services?.[0]?.ready]).toEqual([[now + 3000], [2]])
  expect([askedAtOnce, asked.length]).toEqual([4, 8])
})

test('an outage is logged once, and again after its end', async () => {
  const { url, state } = await prometheus([])
  const lines: { level: number; msg: string }[] = []
  const write = (line: string) => void lines.push(JSON.parse(line))
  const read = createPrometheusHistory(url, pino({ level: 'info' }, { write }))
  let step = 0
  const readWhile = async (isDown: boolean) => {
    state.isDown = isDown
    vi.setSystemTime(now + 5000 * step++)
    return (await read(0))?.times.length ?? null
  }

  const lengths = []
  for (const isDown of [true, true, false, true]) lengths.push(await readWhile(isDown))

  expect(lengths).toEqual([null, null, 181, null])
  expect(lines.map(({ level, msg }) => [level, msg])).toEqual([
    [40, 'no history from Prometheus'],
    [40, 'no history from Prometheus'],
  ])
})

test('without an answer the history is null', async () => {
  expect(await createPrometheusHistory('http://127.0.0.1:1', logger)(0)).toBeNull()
})

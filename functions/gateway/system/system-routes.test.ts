import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { System, SystemHistory, type SystemReport } from '../../shared/http/system-api.ts'
import { createLogger } from '../../shared/process/logger.ts'
import { openGateway } from '../gateway.fixture.ts'
import { createRuntimeClient } from './runtime-client.ts'

const report: SystemReport = {
  services: [
    {
      ...{ name: 'ocr', replicas: 1, wanted: 2, inFlight: 1, waiting: 3, restarts: 0 },
      coldStarts: { count: 2, lastMs: 310, p50Ms: 295, lastListenMs: 250, p50ListenMs: 240 },
      processes: [],
    },
  ],
  topics: [{ name: 'images', records: 9, groups: [{ name: 'ocr', service: 'ocr', lag: 4 }] }],
}

test('the response has the report of the runtime, the queue and the upload limits', async () => {
  const { request, submit } = openGateway({ systemReport: async () => report })
  await submit()

  const system = System.parse(await (await request('/v1/system')).json())

  expect(system).toMatchObject({ ...report, queuedPages: 1, submissions: 1, languages: ['eng'] })
  expect(system.limits).toMatchObject({ pages: 50, imageBytes: 32 * 1024 * 1024 })
  expect(system.mediaTypes).toContain('image/tiff')
})

test('reader is the engine of the latest result, null before', async () => {
  const { request, submit, finish } = openGateway()
  const reader = async () => System.parse(await (await request('/v1/system')).json()).reader
  const before = await reader()

  await finish(await submit())

  expect([before, await reader()]).toEqual([null, { engine: 'tesseract.js 7.0.0', model: 'fast' }])
})

test('what an hour costs is told where it is set', async () => {
  const cost = async (settings: { DOLLARS_PER_HOUR?: number }) =>
    System.parse(await (await openGateway({ settings }).request('/v1/system')).json())
      .dollarsPerHour

  expect([await cost({}), await cost({ DOLLARS_PER_HOUR: 0.25 })]).toEqual([null, 0.25])
})

test('services and topics are null without a report', async () => {
  const { request } = openGateway()

  expect(await (await request('/v1/system')).json()).toMatchObject({ services: null, topics: null })
})

/** A runtime with this answer at a path, and never one if null; resolves with the URL of its report. */
async function runtime(answer: string | null, path = '/system'): Promise<string> {
  const server = createServer((request, response) => {
    if (request.url !== path) response.statusCode = 404
    if (answer !== null) response.end(answer)
  }).listen(0, '127.0.0.1')
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  await new Promise((resolve) => server.once('listening', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/system`
}
const clientOf = (url: string | undefined, timeoutMs = 1000) =>
  createRuntimeClient({
    ...{ url, token: undefined, timeoutMs },
    logger: createLogger('gateway', 'silent'),
  })

test('the report is fetched from the runtime', async () => {
  const { systemReport } = clientOf(await runtime(JSON.stringify(report)))

  expect(await systemReport()).toEqual(report)
})

test.each([
  ['is unset', async () => undefined],
  ['is unreachable', async () => 'http://127.0.0.1:1'],
  ['times out', async () => runtime(null)],
  ['returns an invalid report', async () => runtime('{"services": 3}')],
])('the report of a runtime that %s is null', async (_, url) => {
  const { systemReport } = clientOf(await url(), 50)

  expect(await systemReport()).toBeNull()
})

const history: SystemHistory = {
  ...{ now: 2000, times: [1000] },
  services: [{ name: 'ocr', wanted: [1], ready: [1], busy: [0], inFlight: [0], waiting: [null] }],
  topics: [{ name: 'images', rate: [0.5], groups: [{ name: 'ocr', lag: [4] }] }],
}

test('the history after a time is fetched from the runtime', async () => {
  const url = await runtime(JSON.stringify(history), '/system/history?after=500')
  const { request } = openGateway({ systemHistory: clientOf(url).systemHistory })

  const response = await request('/v1/system/history?after=500')

  expect(SystemHistory.parse(await response.json())).toEqual(history)
})

test.each([
  ['is unset', async () => undefined],
  ['keeps none', async () => runtime('Not found', '/elsewhere')],
])('the history of a runtime that %s is empty', async (_, url) => {
  const { systemHistory } = clientOf(await url())
  const { request } = openGateway({ systemHistory })

  const answer = await (await request('/v1/system/history')).json()

  expect(answer).toMatchObject({ times: [], services: null, topics: null })
})

test('a time that is no number is a 400', async () => {
  expect((await openGateway().request('/v1/system/history?after=yesterday')).status).toBe(400)
})

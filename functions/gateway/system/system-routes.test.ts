import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { System, type SystemReport } from '../../shared/http/system-api.ts'
import { createLogger } from '../../shared/process/logger.ts'
import { openGateway } from '../gateway.fixture.ts'
import { createSystemReport } from './system-report.ts'

const report: SystemReport = {
  services: [
    {
      ...{ name: 'ocr', replicas: 1, wanted: 2, inFlight: 1, waiting: 3, restarts: 0 },
      coldStarts: { count: 2, lastMs: 310, p50Ms: 295 },
      processes: [],
    },
  ],
  topics: [{ name: 'images', groups: [{ name: 'ocr', lag: 4 }] }],
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

test('services and topics are null without a report', async () => {
  const { request } = openGateway()

  expect(await (await request('/v1/system')).json()).toMatchObject({ services: null, topics: null })
})

async function runtime(answer: string | null): Promise<string> {
  const server = createServer((_, response) => {
    if (answer !== null) response.end(answer)
  }).listen(0, '127.0.0.1')
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  await new Promise((resolve) => server.once('listening', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
const logger = createLogger('gateway', 'silent')

test('the report is fetched from the runtime', async () => {
  const fetchReport = createSystemReport(await runtime(JSON.stringify(report)), undefined, logger)

  expect(await fetchReport()).toEqual(report)
})

test.each([
  ['is unset', async () => undefined],
  ['is unreachable', async () => 'http://127.0.0.1:1'],
  ['times out', async () => runtime(null)],
  ['returns an invalid report', async () => runtime('{"services": 3}')],
])('the report of a runtime that %s is null', async (_, url) => {
  const fetchReport = createSystemReport(await url(), undefined, logger, 50)

  expect(await fetchReport()).toBeNull()
})

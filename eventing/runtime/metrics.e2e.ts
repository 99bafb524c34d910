import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pino } from 'pino'
import { expect, onTestFinished, test, vi } from 'vitest'
import * as z from 'zod'
import {
  parsePrometheus,
  type Sample,
  sumOf,
} from '../../functions/shared/telemetry/export/prometheus-text.fixture.ts'
import { createTelemetry } from '../../functions/shared/telemetry/telemetry.ts'
import {
  createClient,
  postImages,
  temporaryFolder,
  until,
} from '../../loadtest/system/glyphflow.ts'
import { kafkaSettings } from '../log/kafka-settings.ts'
import { openLog } from '../log/open-log.ts'
import { readPipeline } from '../pipeline/read-pipeline.ts'
import type { ScalePolicy } from '../pipeline/scale-policy.ts'
import { findMains } from './find-mains.ts'
import { startRuntime } from './runtime.ts'

const project = join(import.meta.dirname, '../..')
const logger = pino({ level: 'silent' })
const cycles = 10

/** The runtime with the real functions, built, and a window below Knative's minimum. */
async function start() {
  const built = execFileSync(process.execPath, [
    join(project, 'scripts/build/main.ts'),
    ...['--for', String(process.pid)],
  ])
  const folder = await temporaryFolder()
  onTestFinished(folder.remove)
  const dataDir = join(folder.path, 'data')
  mkdirSync(dataDir)
  const pipeline = await readPipeline(join(project, 'knative/pipeline'))
  const scaleWith = (changes: Partial<ScalePolicy>) => {
    for (const { scale } of pipeline.services) Object.assign(scale, changes)
  }
  scaleWith({ stableWindowMs: 300, panicWindowMs: 100, maxScale: 1 })
  const topicLog = await openLog({
    settings: kafkaSettings.parse({}),
    ...{ pipeline, dataDir, logger, onFailure: () => {} },
  })
  const telemetry = createTelemetry('runtime', {})
  const runtime = await startRuntime({
    ...{ pipeline, topicLog, logger, host: '127.0.0.1', port: 0, metrics: telemetry.metrics },
    mains: findMains(
      join(built.toString().trim(), 'functions'),
      pipeline.services.map(({ name }) => name),
    ),
    env: { ...process.env, DATA_DIR: dataDir, LOG_LEVEL: 'silent', METRICS_PORT: '0' },
    onBadSettings: () => {},
  })
  onTestFinished(async () => {
    await runtime.stop()
    await telemetry.close()
  })
  const port = await telemetry.open({
    ...{ port: 0, host: '127.0.0.1' },
    json: { '/targets': runtime.targets },
  })
  await runtime.ready
  return { url: runtime.url, topicLog, port, scaleWith }
}

const Targets = z.array(
  z.object({ targets: z.array(z.string()), labels: z.record(z.string(), z.string()) }),
)

const scrape = async (target = ''): Promise<Sample[]> =>
  parsePrometheus(await (await fetch(`http://${target}/metrics`)).text())

test('over ten cycles to zero, every count is right to the unit', async () => {
  const { url, topicLog, port, scaleWith } = await start()
  const client = createClient(url)
  const ofRuntime = () => scrape(`127.0.0.1:${port}`)
  const picture = await readFile(join(project, 'loadtest/samples/label-jam.jpg'))
  const upload = (image: Uint8Array) => postImages(url, [image], { headers: { prefer: 'wait=60' } })
  const asleep = () =>
    until(
      async () => {
        const samples = await ofRuntime()
        const sleepers = ['ocr', 'results'].map((service) => ({ service }))
        return sleepers.every(
          ({ service }) => sumOf(samples, 'glyphflow_replicas', { service, state: 'wanted' }) === 0,
        )
      },
      { pauseMs: 20 },
    )

  await asleep()
  const atFirst = sumOf(await ofRuntime(), 'faas_coldstarts_total', { service: 'ocr' })
  for (let cycle = 1; cycle < cycles; cycle += 1) {
    expect((await upload(picture)).status).toBe(200)
    await asleep()
  }
  scaleWith({ stableWindowMs: 60_000, panicThreshold: Number.POSITIVE_INFINITY })
  // The last cycle reads a page and a broken one, and gives up an event that is none of a page.
  await topicLog.append('images-feed', {
    ...{ key: null, value: null },
    headers: { ce_specversion: '1.0', ce_id: 'odd', ce_source: '/odd', ce_type: 'odd' },
  })
  await Promise.all([picture.subarray(0, Math.floor(picture.length * 0.6)), picture].map(upload))
  await until(async () => (await client.system()).deadLetters.waiting === 1)
  // A replica that is listed may end before it is scraped.
  const { targets, gateway, ocr } = await vi.waitFor(
    async () => {
      const response = await fetch(`http://127.0.0.1:${port}/targets`)
      const targets = Targets.parse(await response.json())
      const scrapeLatest = (service: string) =>
        scrape(targets.findLast(({ labels }) => labels.service === service)?.targets[0])
      return { targets, gateway: await scrapeLatest('gateway'), ocr: await scrapeLatest('ocr') }
    },
    { timeout: 20_000, interval: 200 },
  )
  scaleWith({ stableWindowMs: 300 })
  await asleep()
  const runtime = await ofRuntime()

  expect({
    uploaded: sumOf(gateway, 'glyphflow_upload_pages_total'),
    uploads: sumOf(gateway, 'glyphflow_uploads_total', { outcome: 'accepted' }),
    bytes: sumOf(gateway, 'glyphflow_upload_size_total'),
    done: sumOf(gateway, 'glyphflow_store_pages', { status: 'done' }),
    failed: sumOf(gateway, 'glyphflow_store_pages', { status: 'failed' }),
    queued: sumOf(gateway, 'glyphflow_store_pages', { status: 'queued' }),
    letters: sumOf(gateway, 'glyphflow_store_dead_letters'),
    requests: sumOf(gateway, 'http_server_request_duration_count', {
      http_route: '/v1/documents',
      http_request_method: 'POST',
    }),
  }).toEqual({
    ...{ uploaded: 11, uploads: 11, done: 10, failed: 1, queued: 0, letters: 1, requests: 11 },
    bytes: 10 * picture.length + Math.floor(picture.length * 0.6),
  })
  const duration = (stage: string, service: string) =>
    sumOf(runtime, 'glyphflow_page_stage_duration_count', { stage, service })
  expect({
    pages: sumOf(runtime, 'glyphflow_pages_total'),
    read: sumOf(runtime, 'glyphflow_pages_total', { outcome: 'recognized', language: 'eng' }),
    broken: sumOf(runtime, 'glyphflow_pages_total', { code: 'unreadable-image' }),
    stored: sumOf(runtime, 'glyphflow_page_duration_count'),
    recognized: duration('recognize', 'ocr'),
    fetched: duration('fetch', 'ocr'),
    waitedInLog: duration('log', 'ocr'),
    deadLetters: sumOf(runtime, 'glyphflow_dead_letters_total', {
      ...{ topic: 'images-feed', code: '422' },
    }),
    sent: sumOf(runtime, 'messaging_client_sent_messages_total', {
      messaging_destination_name: 'text-feed',
    }),
    coldStarts: sumOf(runtime, 'faas_coldstarts_total', { service: 'ocr' }) - atFirst,
    restarts: sumOf(runtime, 'glyphflow_restarts_total'),
    lag: sumOf(runtime, 'glyphflow_log_lag') + sumOf(runtime, 'glyphflow_log_lag_duration'),
  }).toEqual({
    ...{ pages: 11, read: 10, broken: 1, stored: 11, recognized: 10, fetched: 11 },
    ...{ waitedInLog: 11, deadLetters: 1, sent: 11, coldStarts: cycles, restarts: 0, lag: 0 },
  })
  expect(sumOf(ocr, 'glyphflow_replica_pages_total')).toBe(2)
  expect(sumOf(ocr, 'glyphflow_info')).toBe(1)
  expect(targets.map(({ labels }) => labels)).toEqual(
    expect.arrayContaining([
      { service: 'runtime' },
      { service: 'gateway', replica: 'gateway-1' },
      { service: 'ocr', replica: expect.stringMatching(/^ocr-[12]$/) },
    ]),
  )
  const statuses = ['/metrics', '/targets'].map(async (path) => (await client.get(path)).status)
  expect(await Promise.all(statuses)).toEqual([404, 404])

  // No document of the odd event could be redriven or deleted.
  const odd = `${url}/v1/dead-letters?source=/odd&id=odd`
  expect((await fetch(odd, { method: 'DELETE' })).status).toBe(204)
  expect((await client.system()).deadLetters.waiting).toBe(0)
})

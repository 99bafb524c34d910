import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { spanNames } from '../../functions/shared/telemetry/span-names.ts'
import { freePort } from '../../scripts/servers/free-port.ts'
import { failingOcr } from '../e2e/failing-ocr.fixture.ts'
import { ownGlyphflow } from '../e2e/own-glyphflow.fixture.ts'
import { createClient, temporaryFolder, until } from '../system/glyphflow.ts'
import { rootsOf } from './trace.ts'
import { describeTraces, testDeliveries, tracedGlyphflow } from './traces.contract.ts'

const start = tracedGlyphflow()
const own = ownGlyphflow()
const sample = join(import.meta.dirname, '../samples/label-jam.jpg')

describeTraces('the embedded log', () => ({}))
testDeliveries(start)

test('a redriven page has a trace of its own, which links to its first', async () => {
  const folder = await temporaryFolder()
  onTestFinished(folder.remove)
  const { env, mend } = await failingOcr(folder.path)
  const { client, glyphflow, receiver, traceOf } = await start(env)
  const { id } = await client.upload(sample)
  await until(async () => (await client.document(id)).status === 'failed')
  await mend()

  await fetch(`${glyphflow.url}/v1/documents/${id}/redrive`, { method: 'POST' })
  const redriven = await traceOf(id)
  await glyphflow.stop()

  const sent = receiver.spans.filter(({ name }) => name === spanNames.sendPage)
  const [first, again] = sent
  const upload = receiver.spans.find(({ name }) => name === 'POST /v1/documents')
  expect(sent.map(({ traceId }) => traceId)).toEqual([upload?.traceId, redriven[0]?.traceId])
  expect(again?.links).toEqual([{ traceId: upload?.traceId, spanId: upload?.spanId }])
  expect(rootsOf(redriven).map(({ name }) => name)).toEqual(['POST /v1/documents/{id}/redrive'])
  const given = receiver.traceOf(first?.traceId ?? '')
  expect(given.filter(({ name }) => name === 'deliver images-feed')).toHaveLength(2)
  expect(given.map(({ name }) => name)).toContain('deliver dead-letters')
  expect(rootsOf(given)).toHaveLength(1)
})

/** An address that refuses connections, or one that accepts them and never answers. */
const away = {
  refuses: async () => `http://127.0.0.1:${await freePort()}`,
  async hangs() {
    const server = createServer(() => {})
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void server.close().closeAllConnections())
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  },
}

test.each(['refuses', 'hangs'] as const)('with a receiver that %s pages are read', async (how) => {
  const glyphflow = await own.start({
    OTEL_EXPORTER_OTLP_ENDPOINT: await away[how](),
    OTEL_METRICS_EXPORTER: 'none',
    OTEL_BSP_SCHEDULE_DELAY: '10',
  })
  const client = createClient(glyphflow.url)

  const pages = [await client.read(sample), await client.read(sample)]
  const code = await glyphflow.stop()

  expect([...pages.map(({ status }) => status), code]).toEqual(['done', 'done', 0])
})

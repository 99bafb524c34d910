import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import {
  kafkaIsMissing,
  ownKafka,
  whyWithoutKafka,
} from '../../eventing/log/kafka/own-kafka.fixture.ts'
import { startPart } from '../../eventing/source/part.fixture.ts'
import { createSender } from '../../functions/shared/events/sender.ts'
import { temporaryFolder, until } from '../system/glyphflow.ts'
import { copyPipeline, ownTopics } from '../system/pipeline.ts'
import { startOtlpReceiver } from './otlp-receiver.ts'
import { describeTraces } from './traces.contract.ts'

const own = ownKafka()

/** A service for all functions, and the contexts that it got. */
async function startService() {
  const traceparents: unknown[] = []
  const server = createServer((request, response) => {
    if (request.method === 'POST') traceparents.push(request.headers.traceparent)
    request.resume()
    response.writeHead(204).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close().closeAllConnections())
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, traceparents }
}

describe.skipIf(kafkaIsMissing)(`with Kafka${whyWithoutKafka}`, () => {
  describeTraces('Kafka', () => ({ KAFKA_BROKERS: own.kafka().addresses }))

  test('sink and source, as processes of a cluster, continue the trace of an event', async () => {
    const receiver = await startOtlpReceiver()
    const service = await startService()
    const folder = await temporaryFolder()
    onTestFinished(async () => {
      receiver.close()
      await folder.remove()
    })
    const suffix = own.unique('')
    const KNATIVE_DIR = copyPipeline(join(folder.path, 'pipeline'), {})
    ownTopics(KNATIVE_DIR, { suffix, partitions: 1 })
    const env = { ...receiver.env, KNATIVE_DIR, KAFKA_BROKERS: own.kafka().addresses }
    const sink = await startPart('sink', env)
    const forSource = {
      MAX_SCALE: 'ocr=1',
      SERVICE_URL: `${service.url}/{service}`,
      SINK_URL: sink.url,
    }
    const source = await startPart('source', { ...env, ...forSource })
    const traceId = '0af7651916cd43dd8448eb211c80319c'
    const traceparent = `00-${traceId}-b7ad6b7169203331-01`

    await until(async () => (await sink.probe('/readyz')) === 200)
    const send = createSender(`${sink.url}/images-feed${suffix}`, { retryForMs: 20_000 })
    const time = new Date().toISOString()
    await send({ specversion: '1.0', id: '1', source: '/test', type: 'page', time, traceparent })
    await until(async () => receiver.traceOf(traceId).length === 3)
    await Promise.all([source, sink].map((part) => part.kill('SIGTERM')))

    const spans = receiver.traceOf(traceId).toSorted((a, b) => a.endMs - b.endMs)
    expect(spans.map(({ name, service }) => [name, service])).toEqual([
      [`append images-feed${suffix}`, 'sink'],
      [`wait in images-feed${suffix}`, 'source'],
      [`deliver images-feed${suffix}`, 'source'],
    ])
    expect(spans.map(({ parentSpanId }) => parentSpanId)).toEqual(
      spans.map(() => 'b7ad6b7169203331'),
    )
    expect(service.traceparents).toEqual([`00-${traceId}-${spans[2]?.spanId}-01`])
  })
})

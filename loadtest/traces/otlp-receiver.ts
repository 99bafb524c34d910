import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'
import * as z from 'zod'
import type { ReceivedSpan } from './trace.ts'

const Attribute = z.object({
  key: z.string(),
  value: z.object({
    stringValue: z.string().optional(),
    intValue: z.coerce.number<unknown>().optional(),
    doubleValue: z.number().optional(),
    boolValue: z.boolean().optional(),
  }),
})
const nanoseconds = z.coerce.bigint<unknown>()
const Span = z.object({
  traceId: z.string().regex(/^[0-9a-f]{32}$/),
  spanId: z.string().regex(/^[0-9a-f]{16}$/),
  parentSpanId: z.string().optional(),
  name: z.string(),
  startTimeUnixNano: nanoseconds,
  endTimeUnixNano: nanoseconds,
  attributes: z.array(Attribute).default([]),
  links: z.array(z.object({ traceId: z.string(), spanId: z.string() })).default([]),
  status: z.object({ code: z.number().optional() }).default({}),
})

/** https://github.com/open-telemetry/opentelemetry-proto/blob/v1.8.0/opentelemetry/proto/trace/v1/trace.proto */
const TracesRequest = z.object({
  resourceSpans: z.array(
    z.object({
      resource: z.object({ attributes: z.array(Attribute) }),
      scopeSpans: z.array(z.object({ spans: z.array(Span) })),
    }),
  ),
})

const errorCode = 2

/** Receiver of OTLP/HTTP in JSON, which keeps every span; on a free port by default. */
export async function startOtlpReceiver(onPort = 0) {
  const spans: ReceivedSpan[] = []
  const server = createServer(async (request, response) => {
    const isJson = request.headers['content-type']?.startsWith('application/json')
    if (!isJson) return request.resume() && response.writeHead(415).end()
    if (request.url === '/v1/traces') spans.push(...toSpans(await json(request)))
    else request.resume()
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
  })
  await new Promise<void>((resolve) => server.listen(onPort, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const url = `http://127.0.0.1:${port}`
  return {
    url,
    /** Environment of processes that send their spans here, soon after they end. */
    env: {
      OTEL_EXPORTER_OTLP_ENDPOINT: url,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
      OTEL_METRICS_EXPORTER: 'none',
      OTEL_BSP_SCHEDULE_DELAY: '100',
    },
    spans,
    traceOf: (traceId: string) => spans.filter((span) => span.traceId === traceId),
    close: () => void server.close().closeAllConnections(),
  }
}

function toSpans(body: unknown): ReceivedSpan[] {
  return TracesRequest.parse(body).resourceSpans.flatMap(({ resource, scopeSpans }) => {
    const service = String(toRecord(resource.attributes)['service.name'])
    return scopeSpans.flatMap(({ spans }) => spans).map((span) => toSpan(service, span))
  })
}

function toSpan(service: string, span: z.infer<typeof Span>): ReceivedSpan {
  const { name, traceId, spanId, parentSpanId, links } = span
  return {
    ...{ service, name, traceId, spanId, links },
    parentSpanId: parentSpanId || null,
    startMs: toMs(span.startTimeUnixNano),
    endMs: toMs(span.endTimeUnixNano),
    attributes: toRecord(span.attributes),
    isFailed: span.status.code === errorCode,
  }
}

function toRecord(attributes: z.infer<typeof Attribute>[]) {
  return Object.fromEntries(
    attributes.map(({ key, value }) => {
      const { stringValue, intValue, doubleValue, boolValue } = value
      return [key, stringValue ?? intValue ?? doubleValue ?? boolValue ?? '']
    }),
  )
}

const toMs = (nanos: bigint) => Number(nanos / 1000n) / 1000

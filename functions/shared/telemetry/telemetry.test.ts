import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, onTestFinished, test, vi } from 'vitest'
import * as z from 'zod'
import { parsePrometheus, sumOf } from './export/prometheus-text.fixture.ts'
import { instruments } from './names.ts'
import { createTelemetry } from './telemetry.ts'

async function open(env: Record<string, string> = {}, host = '127.0.0.1') {
  const telemetry = createTelemetry('ocr', env)
  const port = await telemetry.open({ port: 0, host, json: { '/more': (own) => own } })
  onTestFinished(telemetry.close)
  return { metrics: telemetry.metrics, port, url: `http://127.0.0.1:${port}` }
}

test('a scrape has what was measured before it, and the process itself', async () => {
  const { metrics, url } = await open({ K_REVISION: 'ocr-00001', HOSTNAME: 'pod' })
  metrics.add('glyphflow.pages', { outcome: 'recognized', engine: 'libtesseract' }, 3)
  metrics.record('glyphflow.page.duration', { outcome: 'recognized' }, 2)
  metrics.record('glyphflow.page.duration', { outcome: 'recognized' }, 61)

  const response = await fetch(`${url}/metrics`)
  const text = await response.text()
  const samples = parsePrometheus(text)

  expect(response.headers.get('content-type')).toMatch(/^text\/plain/)
  expect(text).toContain('# TYPE glyphflow_pages_total counter\n')
  expect(text).toContain('glyphflow_pages_total{outcome="recognized",engine="libtesseract"} 3\n')
  expect(sumOf(samples, 'glyphflow_page_duration_bucket', { le: '60' })).toBe(1)
  expect(sumOf(samples, 'glyphflow_page_duration_bucket', { le: '+Inf' })).toBe(2)
  expect(sumOf(samples, 'glyphflow_page_duration_sum')).toBe(63)
  expect(sumOf(samples, 'process_memory_usage')).toBeGreaterThan(1e7)
  expect(sumOf(samples, 'process_cpu_time_total', { process_cpu_mode: 'user' })).toBeGreaterThan(0)
  expect(samples.find(({ name }) => name === 'target_info')?.labels).toMatchObject({
    ...{ service_name: 'ocr', faas_version: 'ocr-00001', host_name: 'pod' },
    service_version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
  })
})

test('the second scrape has what the first had, and what came since', async () => {
  const { metrics, url } = await open()
  const scrape = async () => parsePrometheus(await (await fetch(`${url}/metrics`)).text())

  metrics.add('glyphflow.redrives', {}, 2)
  const first = await scrape()
  metrics.add('glyphflow.redrives', {}, 3)
  const second = await scrape()

  const totals = [first, second].map((samples) => sumOf(samples, 'glyphflow_redrives_total'))
  expect(totals).toEqual([2, 5])
})

test('every metric of a process has a type and a description', async () => {
  const { url } = await open()

  const text = await (await fetch(`${url}/metrics`)).text()

  const ofProcess = Object.keys(instruments).filter((name) =>
    /^(process|v8js\.memory|nodejs)/.test(name),
  )
  expect(ofProcess.length).toBeGreaterThan(5)
  for (const name of ofProcess) {
    expect(text).toMatch(new RegExp(`^# HELP ${name.replaceAll('.', '_')}\\S* [A-Z\\d]`, 'm'))
  }
})

test('other paths are JSON of the process, or not found', async () => {
  const { url, port } = await open()

  const [more, none, prototype] = await Promise.all(
    ['/more', '/', '/constructor'].map((path) => fetch(url + path)),
  )

  expect(await more?.json()).toBe(port)
  expect([none?.status, prototype?.status]).toEqual([404, 404])
})

test.each(['127.0.0.1', 'localhost'])(
  'a page of another site, whose name leads to %s, gets nothing',
  async (hostname) => {
    const { port } = await open({}, hostname)

    const status = await new Promise((resolve) => {
      const headers = { host: `evil.example:${port}` }
      request({ hostname, port: port ?? 0, path: '/metrics', headers }, (response) => {
        resolve(response.resume().statusCode)
      }).end()
    })

    expect(status).toBe(421)
  },
)

test('without a port nothing is served', async () => {
  const telemetry = createTelemetry('ocr', {})

  expect(await telemetry.open({ port: undefined, host: '127.0.0.1' })).toBe(null)
  await telemetry.close()
})

/** A receiver of OTLP in JSON, to which the environment points. An end does not wait for a slow load of the SDK. */
async function startReceiver() {
  await import('./export/sdk.ts')
  const received: [path: string | undefined, body: unknown][] = []
  const server = createServer(async (request, response) => {
    received.push([request.url, await json(request)])
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close().closeAllConnections())
  return { received, env: pushTo(`http://127.0.0.1:${(server.address() as AddressInfo).port}`) }
}

/** Environment of a push, of which the SDK reads a part by itself. */
function pushTo(endpoint: string) {
  const env = { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json' }
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value)
  onTestFinished(() => void vi.unstubAllEnvs())
  return env
}

test('metrics are pushed over OTLP if the environment asks, at the latest at the end', async () => {
  const { received, env } = await startReceiver()
  const telemetry = createTelemetry('ocr', { ...env, OTEL_TRACES_EXPORTER: 'none' })

  await telemetry.open({ port: undefined, host: '127.0.0.1' })
  telemetry.metrics.add('glyphflow.redrives', {}, 3)
  telemetry.metrics.record('glyphflow.page.duration', { outcome: 'failed' }, 2)
  await telemetry.close()

  expect(received).toMatchObject([['/v1/metrics', { resourceMetrics: [{}] }]])
  const pushed = JSON.stringify(received)
  expect(pushed).toContain('"name":"glyphflow.redrives"')
  expect(pushed).toContain('"asDouble":3')
  expect(pushed).toContain('"explicitBounds":[0.25,0.5,')
})

test('spans are pushed with the ids that others have got, also those that ended before the SDK was loaded', async () => {
  const { received, env } = await startReceiver()
  const traces = { ...env, OTEL_METRICS_EXPORTER: 'none', OTEL_BSP_SCHEDULE_DELAY: '20' }
  const telemetry = createTelemetry('ocr', traces)
  const { tracer } = telemetry
  const cause = tracer.start('cause', { startMs: 1_700_000_000_000.25 })
  cause.end()

  await telemetry.open({ port: undefined, host: '127.0.0.1' })
  await pause(200)
  const links = [cause.traceparent]
  const parent = tracer.start('parent', { links, kind: 'consumer', attributes: { a: 'b' } })
  const child = parent.child('child')
  child.end('Error')
  parent.end()
  await telemetry.close()

  const ids = [cause, parent, child].map(({ traceparent = '' }) => traceparent.split('-'))
  const [ofCause, ofParent, ofChild] = ids.map(([, traceId, spanId]) => ({ traceId, spanId }))
  const Spans = z.object({
    resourceSpans: z.array(
      z.object({ scopeSpans: z.array(z.object({ spans: z.array(z.looseObject({})) })) }),
    ),
  })
  const spans = received.flatMap(([, body]) =>
    Spans.parse(body).resourceSpans.flatMap(({ scopeSpans }) =>
      scopeSpans.flatMap((scope) => scope.spans),
    ),
  )
  expect(received.every(([path]) => path === '/v1/traces')).toBe(true)
  expect(spans.toSorted((a, b) => String(a.name).localeCompare(String(b.name)))).toMatchObject([
    { name: 'cause', ...ofCause, startTimeUnixNano: '1700000000000250000' },
    { name: 'child', ...ofChild, parentSpanId: ofParent?.spanId, status: { code: 2 } },
    { name: 'parent', ...ofParent, links: [ofCause], kind: 5, status: { code: 0 } },
  ])
})

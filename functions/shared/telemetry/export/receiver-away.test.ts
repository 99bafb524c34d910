import { pino } from 'pino'
import { expect, test, vi } from 'vitest'
import { createTelemetry } from '../telemetry.ts'

test('a receiver that is away is logged, and delays an end no longer than a second', async () => {
  const env = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1', OTEL_METRICS_EXPORTER: 'none' }
  // The SDK reads these by itself.
  vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', env.OTEL_EXPORTER_OTLP_ENDPOINT)
  vi.stubEnv('OTEL_EXPORTER_OTLP_TIMEOUT', '500')
  const telemetry = createTelemetry('ocr', env)
  const lines: string[] = []
  const logger = pino({ level: 'warn' }, { write: (line) => void lines.push(line) })
  await telemetry.open({ port: undefined, host: '127.0.0.1', logger })

  const startedAt = performance.now()
  telemetry.tracer.start('span').end()
  await telemetry.close()
  const closedMs = performance.now() - startedAt

  await expect.poll(() => lines.join()).toContain('telemetry not pushed')
  expect(closedMs).toBeLessThan(5000)
})

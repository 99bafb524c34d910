import { expect, test } from 'vitest'
import { intervalOf, pushOf } from './push.ts'

const both = { metrics: true, traces: true }
const neither = { metrics: false, traces: false }

test.each([
  [{}, neither],
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://c:4318' }, both],
  [{ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://c' }, { metrics: false, traces: true }],
  [{ OTEL_METRICS_EXPORTER: 'otlp' }, { metrics: true, traces: false }],
  [
    { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://c:4318', OTEL_METRICS_EXPORTER: 'none' },
    { metrics: false, traces: true },
  ],
  [
    { OTEL_METRICS_EXPORTER: 'prometheus, otlp', OTEL_TRACES_EXPORTER: '' },
    { ...neither, metrics: true },
  ],
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://c:4318', OTEL_SDK_DISABLED: 'true' }, neither],
])('%o pushes %o', (env, push) => {
  expect(pushOf(env)).toEqual(push)
})

test('the interval of pushes is OTEL_METRIC_EXPORT_INTERVAL, else a minute', () => {
  const values = ['5000', '', '-1', 'x', undefined]

  const intervals = values.map((value) => intervalOf({ OTEL_METRIC_EXPORT_INTERVAL: value }))

  expect(intervals).toEqual([5000, 60_000, 60_000, 60_000, 60_000])
})

import type { IncomingMessage, ServerResponse } from 'node:http'
import { PrometheusExporter } from '@opentelemetry/exporter-prometheus'
import type { Metrics } from '../metrics.ts'
import type { Identity } from './identity.ts'
import { observeProcess } from './process-metrics.ts'
import { createProducer } from './producer.ts'

/**
 * Answers scrapes with Prometheus' text. Loaded at the first one, so that a start does not pay for it; the exporter's
 * own server stays closed.
 */
export function createExporter(metrics: Metrics, identity: Identity) {
  observeProcess(metrics)
  const exporter = new PrometheusExporter({
    preventServerStart: true,
    appendTimestamp: false,
    withoutScopeInfo: true,
  })
  exporter.setMetricProducer(createProducer(metrics, identity))
  return (request: IncomingMessage, response: ServerResponse) =>
    exporter.getMetricsRequestHandler(request, response)
}

import {
  DiagLogLevel,
  diag,
  ROOT_CONTEXT,
  type SpanContext,
  SpanKind,
  SpanStatusCode,
  TraceFlags,
  trace,
} from '@opentelemetry/api'
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-http'
import { PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics'
import { NodeSDK } from '@opentelemetry/sdk-node'
import { AlwaysOnSampler } from '@opentelemetry/sdk-trace'
import type { Logger } from '../../process/logger.ts'
import type { Metrics } from '../metrics.ts'
import type { RecordedSpan } from '../spans.ts'
import type { TraceContext } from '../trace-context.ts'
import { type Identity, version } from './identity.ts'
import { observeProcess } from './process-metrics.ts'
import { createProducer, toResource } from './producer.ts'
import { intervalOf, type Push } from './push.ts'

export interface SdkOptions {
  metrics: Metrics
  identity: Identity
  push: Push
  env: Record<string, string | undefined>
  logger: Logger | undefined
}

export interface Sdk {
  /** Takes a span that has ended. */
  record(span: RecordedSpan): void
  /** Pushes what is left. */
  shutdown(): Promise<void>
}

const maxTimeoutMs = 30_000

/**
 * The OpenTelemetry SDK, which pushes over OTLP to where the standard OTEL_ variables say. It gets what was measured
 * and recorded before it was loaded. Spans have ended by then and have their ids, which others have got in contexts:
 * the SDK takes them from the span instead of drawing its own.
 */
export function startSdk({ metrics, identity, push, env, logger }: SdkOptions): Sdk {
  let next: TraceContext | undefined
  const sdk = new NodeSDK({
    resource: toResource(identity),
    autoDetectResources: false,
    idGenerator: {
      generateTraceId: () => next?.traceId ?? '',
      generateSpanId: () => next?.spanId ?? '',
    },
    // Spans that are not sampled were not recorded.
    sampler: new AlwaysOnSampler(),
    textMapPropagator: null,
    logRecordProcessors: [],
    ...(!push.traces && { spanProcessors: [] }),
    metricReaders: push.metrics ? [createReader(metrics, identity, env)] : [],
  })
  sdk.start()
  if (logger) logProblems(logger)
  const tracer = trace.getTracer('glyphflow', version)
  return {
    record({ name, kind, context, parent, links, startMs, endMs, attributes, isFailed }) {
      next = context
      const options = {
        ...{ kind: kinds[kind], attributes, startTime: startMs },
        links: links.map((link) => ({ context: toSpanContext(link) })),
      }
      const around = parent
        ? trace.setSpanContext(ROOT_CONTEXT, toSpanContext(parent))
        : ROOT_CONTEXT
      const span = tracer.startSpan(name, options, around)
      if (isFailed) span.setStatus({ code: SpanStatusCode.ERROR })
      span.end(endMs)
    },
    shutdown: () => sdk.shutdown(),
  }
}

function createReader(metrics: Metrics, identity: Identity, env: SdkOptions['env']) {
  observeProcess(metrics)
  const exportIntervalMillis = intervalOf(env)
  return new PeriodicExportingMetricReader({
    exporter: new OTLPMetricExporter(),
    metricProducers: [createProducer(metrics, identity)],
    exportIntervalMillis,
    exportTimeoutMillis: Math.min(exportIntervalMillis, maxTimeoutMs),
  })
}

/** Writes what the SDK complains of, such as a receiver that is away, to the process's log instead of the console. */
function logProblems(logger: Logger): void {
  const write = (message: string) => logger.warn({ reason: message }, 'telemetry not pushed')
  const ignore = () => {}
  diag.setLogger(
    { error: write, warn: write, info: ignore, debug: ignore, verbose: ignore },
    { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
  )
}

const kinds = {
  internal: SpanKind.INTERNAL,
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
}

function toSpanContext({ traceId, spanId, isSampled }: TraceContext): SpanContext {
  return { traceId, spanId, traceFlags: isSampled ? TraceFlags.SAMPLED : TraceFlags.NONE }
}

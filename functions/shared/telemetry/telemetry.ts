import { randomUUID } from 'node:crypto'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { closeServer } from '../http/serve.ts'
import type { Logger } from '../process/logger.ts'
import type { Identity } from './export/identity.ts'
import { type MetricsServerOptions, serveMetrics } from './export/metrics-server.ts'
import { loadDelayOf, pushOf } from './export/push.ts'
import type { Sdk } from './export/sdk.ts'
import { createMetrics, type Metrics } from './metrics.ts'
import { samplerOf } from './sampling.ts'
import { createTracer, noTracer, type RecordedSpan, type Tracer } from './spans.ts'

export interface OpenOptions extends Pick<MetricsServerOptions, 'host'> {
  /** METRICS_PORT; nothing is served without one. */
  port: number | undefined
  json?: MetricsServerOptions['json']
  logger?: Logger
}

/** Telemetry of a process. */
export interface Telemetry {
  metrics: Metrics
  /** Records from the start of the process; the SDK gets the spans when it is loaded. */
  tracer: Tracer
  /**
   * Serves `/metrics`, and begins to push if the OTEL_ variables ask for it; resolves with the port of `/metrics`.
   * Called when the process's own port is open. The exporter is loaded by the first scrape, the SDK when the first push
   * is due.
   */
  open(options: OpenOptions): Promise<number | null>
  /**
   * Pushes what is left, for `flushMs` at most, and closes the port. An exporter that waits for its receiver keeps the
   * process alive: the caller ends it.
   */
  close(): Promise<void>
}

const flushMs = 1000
/** The queue of the specification's batch processor. */
const maxWaiting = 2048

/** Telemetry of the process `name`. Knative, Kubernetes and the standard OTEL_ variables set the rest in `env`. */
export function createTelemetry(name: string, env = process.env): Telemetry {
  const metrics = createMetrics()
  const service = env.K_SERVICE || name
  const identity: Identity = {
    service,
    revision: env.K_REVISION,
    host: env.HOSTNAME,
    instance: randomUUID(),
  }
  const push = pushOf(env)
  /** Spans that ended before the SDK was loaded. */
  const waiting: RecordedSpan[] = []
  let server: Server | null = null
  let sdk: Promise<Sdk> | null = null
  let loaded: Sdk | null = null
  let timer: NodeJS.Timeout | undefined
  let logger: Logger | undefined

  function record(span: RecordedSpan): void {
    if (loaded) loaded.record(span)
    else if (waiting.length < maxWaiting) waiting.push(span)
  }

  function loadSdk(): Promise<Sdk> {
    clearTimeout(timer)
    sdk ??= import('./export/sdk.ts').then(({ startSdk }) => {
      loaded = startSdk({ metrics, identity, push, env, logger })
      for (const span of waiting.splice(0)) loaded.record(span)
      return loaded
    })
    return sdk
  }

  return {
    metrics,
    tracer: push.traces ? createTracer(record, samplerOf(env)) : noTracer,
    async open({ port, host, json = {}, ...options }) {
      logger = options.logger
      // A pod is started by Kubernetes, which does not tell the time until it listens.
      if (env.K_SERVICE) {
        const listenSeconds = performance.now() / 1000
        metrics.record('faas.init_duration', { service, part: 'listen' }, listenSeconds)
      }
      if (push.metrics || push.traces) timer = setTimeout(loadSdk, loadDelayOf(env)).unref()
      if (port === undefined) return null
      server = await serveMetrics({
        ...{ host, port, json },
        async loadExporter() {
          const { createExporter } = await import('./export/exporter.ts')
          return createExporter(metrics, identity)
        },
      })
      return (server.address() as AddressInfo).port
    },
    async close() {
      if (push.metrics || sdk || waiting.length > 0) {
        const flushed = loadSdk()
          .then((started) => started.shutdown())
          .catch((error) => logger?.warn({ reason: String(error) }, 'telemetry not pushed'))
        const late = new Promise((resolve) => setTimeout(resolve, flushMs).unref())
        await Promise.race([flushed, late])
      }
      if (!server) return
      const closed = closeServer(server)
      server.closeAllConnections()
      await closed
    },
  }
}

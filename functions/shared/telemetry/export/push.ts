/** What the environment asks to push over OTLP. */
export interface Push {
  metrics: boolean
  traces: boolean
}

type Env = Record<string, string | undefined>

/**
 * A signal is pushed if its exporter is `otlp`, or none is named and an endpoint is.
 * https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/
 */
export function pushOf(env: Env): Push {
  return { metrics: isAsked(env, 'METRICS'), traces: isAsked(env, 'TRACES') }
}

function isAsked(env: Env, signal: 'METRICS' | 'TRACES'): boolean {
  if (env.OTEL_SDK_DISABLED?.trim().toLowerCase() === 'true') return false
  const exporters = env[`OTEL_${signal}_EXPORTER`]?.split(',').map((name) => name.trim())
  if (exporters?.some((name) => name !== '')) return exporters.includes('otlp')
  return Boolean(env.OTEL_EXPORTER_OTLP_ENDPOINT || env[`OTEL_EXPORTER_OTLP_${signal}_ENDPOINT`])
}

/**
 * Time in ms until the first push is due, when the SDK is loaded: the batch processor's, 5 s by the specification. A
 * start does not pay for the SDK.
 */
export function loadDelayOf(env: Env): number {
  return toNumber(env.OTEL_BSP_SCHEDULE_DELAY) ?? 5000
}

/** Interval of pushes of metrics in ms: 60 s by the specification. */
export function intervalOf(env: Env): number {
  return toNumber(env.OTEL_METRIC_EXPORT_INTERVAL) ?? 60_000
}

/** Null for anything but a whole number above 0, which the specification has ignored. */
function toNumber(value: string | undefined): number | null {
  const number = Number(value)
  return Number.isInteger(number) && number > 0 ? number : null
}

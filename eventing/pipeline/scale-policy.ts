import * as z from 'zod'
import { durationFormat, toMs } from './duration.ts'

/**
 * Parameters of Knative's pod autoscaler, in its terms. The number of replicas follows knative/serving's
 * pkg/autoscaler/scaling/autoscaler.go, scaling to zero its pkg/reconciler/autoscaling/kpa/scaler.go.
 * https://knative.dev/docs/serving/autoscaling/kpa-specific/
 */
export interface ScalePolicy {
  /** Concurrent requests wanted per replica: its limit × target utilisation. */
  target: number
  minScale: number
  maxScale: number
  /** Replicas started first. */
  initialScale: number
  /** Minimum of replicas while there is load. */
  activationScale: number
  stableWindowMs: number
  panicWindowMs: number
  /** Ratio of wanted to ready replicas at which a panic begins. */
  panicThreshold: number
  /** Limits of one step up and down: factors of the ready replicas. */
  maxScaleUpRate: number
  maxScaleDownRate: number
  /** Time for which fewer replicas must be wanted before a scale-down. */
  scaleDownDelayMs: number
  /** Time that the last replica stays after the service became inactive. */
  scaleToZeroRetentionMs: number
}

/** Value of an annotation, or of a topic's `config`. */
export const wholeNumber = z.string().regex(/^\d+$/, 'a whole number in quotes').transform(Number)
const atLeastOne = wholeNumber.pipe(z.number().min(1))
const number = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d+(\.\d+)?$/, 'a number in quotes')
    .transform(Number)
    .pipe(z.number().min(min).max(max))

const hourMs = 3_600_000
const durationMs = (minMs: number) =>
  z
    .string()
    .regex(durationFormat, 'a duration such as 60s')
    .transform(toMs)
    .pipe(z.number().min(minMs).max(hourMs))
const wholeSecondsMs = (minMs: number) =>
  durationMs(minMs).refine((ms) => ms % 1000 === 0, 'whole seconds')

/**
 * Autoscaling annotations of a Service, with Knative's ranges and defaults, including 0 for "no limit".
 * https://knative.dev/docs/serving/autoscaling/
 */
export const ScaleAnnotations = z
  .strictObject({
    'autoscaling.knative.dev/class': z.literal('kpa.autoscaling.knative.dev').optional(),
    'autoscaling.knative.dev/metric': z.literal('concurrency').optional(),
    'autoscaling.knative.dev/target': number(0.01, 1_000_000).optional(),
    'autoscaling.knative.dev/target-utilization-percentage': number(1, 100).default(70),
    'autoscaling.knative.dev/min-scale': wholeNumber.default(0),
    'autoscaling.knative.dev/max-scale': wholeNumber.default(0),
    'autoscaling.knative.dev/initial-scale': atLeastOne.default(1),
    'autoscaling.knative.dev/activation-scale': atLeastOne.default(1),
    'autoscaling.knative.dev/window': wholeSecondsMs(6000).default(60_000),
    'autoscaling.knative.dev/panic-window-percentage': number(1, 100).default(10),
    'autoscaling.knative.dev/panic-threshold-percentage': number(110, 1000).default(200),
    'autoscaling.knative.dev/scale-down-delay': wholeSecondsMs(0).default(0),
    'autoscaling.knative.dev/scale-to-zero-pod-retention-period': durationMs(0).default(0),
    // Ignored: the activator is always in the path.
    'autoscaling.knative.dev/target-burst-capacity': z
      .string()
      .regex(/^(-1|\d+(\.\d+)?)$/, '-1, or a number in quotes')
      .optional(),
  })
  .refine(
    (of) =>
      of['autoscaling.knative.dev/max-scale'] === 0 ||
      of['autoscaling.knative.dev/max-scale'] >= of['autoscaling.knative.dev/min-scale'],
    { path: ['autoscaling.knative.dev/max-scale'], error: 'at least min-scale, or 0 for no limit' },
  )
export type ScaleAnnotations = z.infer<typeof ScaleAnnotations>

/** Knative's default concurrency target, and the factors that only a cluster's admin can set. */
const knativeDefaults = { concurrency: 100, maxScaleUpRate: 1000, maxScaleDownRate: 2 }
const minTarget = 0.01

export interface ScaleSurroundings {
  /** Limit of a replica's concurrent requests; 0 for no limit. */
  containerConcurrency: number
  /** Max-scale if the annotations state none. */
  defaultMaxScale: () => number
}

export function toScalePolicy(
  annotations: ScaleAnnotations,
  { containerConcurrency, defaultMaxScale }: ScaleSurroundings,
): ScalePolicy {
  const of = <K extends keyof ScaleAnnotations>(name: K) => annotations[name]
  const limit = containerConcurrency || Number.POSITIVE_INFINITY
  const whole = Math.min(
    of('autoscaling.knative.dev/target') ?? (containerConcurrency || knativeDefaults.concurrency),
    limit,
  )
  const utilisation = of('autoscaling.knative.dev/target-utilization-percentage')
  const stableWindowMs = of('autoscaling.knative.dev/window')
  const minScale = of('autoscaling.knative.dev/min-scale')
  const maxScale = of('autoscaling.knative.dev/max-scale') || Math.max(defaultMaxScale(), minScale)
  return {
    target: Math.max((whole * utilisation) / 100, minTarget),
    minScale,
    maxScale,
    initialScale: Math.min(
      Math.max(of('autoscaling.knative.dev/initial-scale'), minScale),
      maxScale,
    ),
    activationScale: of('autoscaling.knative.dev/activation-scale'),
    stableWindowMs,
    panicWindowMs: toWholeSeconds(
      (stableWindowMs * of('autoscaling.knative.dev/panic-window-percentage')) / 100,
    ),
    panicThreshold: of('autoscaling.knative.dev/panic-threshold-percentage') / 100,
    maxScaleUpRate: knativeDefaults.maxScaleUpRate,
    maxScaleDownRate: knativeDefaults.maxScaleDownRate,
    scaleDownDelayMs: of('autoscaling.knative.dev/scale-down-delay'),
    scaleToZeroRetentionMs: of('autoscaling.knative.dev/scale-to-zero-pod-retention-period'),
  }
}

/** Knative's metrics have a resolution of one second. */
function toWholeSeconds(ms: number): number {
  return Math.max(Math.round(ms / 1000), 1) * 1000
}

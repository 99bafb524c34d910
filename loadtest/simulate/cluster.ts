import { join } from 'node:path'
import { readPipeline } from '../../eventing/pipeline/read-pipeline.ts'
import type { ScalePolicy } from '../../eventing/pipeline/scale-policy.ts'
import { billOf, burstHour, threadSpeed } from '../../infra/cost/bill.ts'
import { hoursPerMonth, machineOf } from '../../infra/cost/prices.ts'
import { settingsOf } from '../../infra/settings.ts'
import { peakRate, type Shape } from './arrivals.ts'
import type { Outcome } from './simulate.ts'

const pipeline = join(import.meta.dirname, '../../knative/pipeline')
/** Cluster with three of each part that must not be alone. */
const settings = settingsOf('available')

/** Replicas of an elastic machine: one per core, but for the node's own pods. */
export const placesPerNode = machineOf(settings.burst.machine).cores - 1

/** A core of a cluster's machine is a hyperthread: a page takes as much longer. */
export const workFactor = 1 / threadSpeed

/** Replicas that are busy in the peak hour at 70%. */
export function replicasForPeak(pagesPerDay: number, shape: Shape, meanWorkMs: number): number {
  return Math.ceil((peakRate(pagesPerDay, shape) * meanWorkMs) / 1000 / 0.7)
}

/** The autoscaler's parameters of ocr in knative/pipeline. */
export async function ocrPolicy(maxScale: number, minScale: number): Promise<ScalePolicy> {
  const { services } = await readPipeline(pipeline, { defaultMaxScale: () => maxScale })
  const ocr = services.find(({ name }) => name === 'ocr')
  if (!ocr) throw new Error(`Expected a Service ocr in ${pipeline}`)
  return { ...ocr.scale, minScale, initialScale: Math.max(ocr.scale.initialScale, minScale) }
}

/** US dollars at the prices of infra/cost, for `hours` hours. */
export interface Cost {
  /** Machines that are always there, disks and entry of the profile `available`. */
  fixed: number
  /** Elastic machines as they were used, on spot and at full price. */
  spot: number
  onDemand: number
  /** As many elastic machines as were needed at most, always on, at full price. */
  always: number
}

export function costOf({ elasticNodeMs, mostNodes }: Outcome, hours: number): Cost {
  const idle = billOf(settings, { pagesPerDay: 0, burstHours: 0, secondsPerPage: 0 })
  const nodeHours = elasticNodeMs / 3_600_000
  return {
    fixed: (idle.dollarsPerMonth / hoursPerMonth) * hours,
    spot: nodeHours * burstHour(settings, true),
    onDemand: nodeHours * burstHour(settings, false),
    always: mostNodes * hours * burstHour(settings, false),
  }
}

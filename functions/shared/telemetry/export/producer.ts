import { type HrTime, ValueType } from '@opentelemetry/api'
import { resourceFromAttributes } from '@opentelemetry/resources'
import {
  AggregationTemporality,
  DataPointType,
  type MetricData,
  type MetricProducer,
} from '@opentelemetry/sdk-metrics'
import type { Collected, Distribution, Metrics } from '../metrics.ts'
import { instruments } from '../names.ts'
import { attributesOf, type Identity, version } from './identity.ts'

export function toResource(identity: Identity) {
  return resourceFromAttributes(attributesOf(identity))
}

/** The measurements of a process as the SDK's exporters read them: cumulative, from its start. */
export function createProducer(metrics: Metrics, identity: Identity): MetricProducer {
  const resource = toResource(identity)
  const scope = { name: 'glyphflow', version }
  return {
    async collect() {
      const times = { startTime: toHrTime(metrics.since), endTime: toHrTime(new Date()) }
      const collected = await metrics.collect()
      const scopeMetrics = [{ scope, metrics: collected.map((each) => toData(each, times)) }]
      return { resourceMetrics: { resource, scopeMetrics }, errors: [] }
    },
  }
}

function toData(
  { name, points }: Collected,
  times: { startTime: HrTime; endTime: HrTime },
): MetricData {
  const { kind, unit, description, ...rest } = instruments[name]
  const common = {
    descriptor: { name, unit, description, valueType: ValueType.DOUBLE },
    aggregationTemporality: AggregationTemporality.CUMULATIVE,
  }
  const toPoint = <T>({ labels }: Collected['points'][number], value: T) => ({
    ...times,
    attributes: labels,
    value,
  })
  if (kind === 'histogram') {
    const boundaries = 'boundaries' in rest ? [...rest.boundaries] : []
    const dataPoints = points.map((point) => {
      const { counts, count, sum } = point.value as Distribution
      return toPoint(point, { buckets: { boundaries, counts }, count, sum })
    })
    return { ...common, dataPointType: DataPointType.HISTOGRAM, dataPoints }
  }
  const dataPoints = points.map((point) => toPoint(point, point.value as number))
  return kind === 'counter'
    ? { ...common, dataPointType: DataPointType.SUM, isMonotonic: true, dataPoints }
    : { ...common, dataPointType: DataPointType.GAUGE, dataPoints }
}

function toHrTime(date: Date): HrTime {
  const ms = date.getTime()
  return [Math.floor(ms / 1000), (ms % 1000) * 1_000_000]
}

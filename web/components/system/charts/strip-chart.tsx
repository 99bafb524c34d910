import { formatDuration } from '../../../format/duration.ts'
import type { Strip, Values } from '../../../system/strip.ts'
import { Chart } from './chart.tsx'
import { ChartTable } from './chart-table.tsx'
import { replicaColumns, replicaLayers } from './replica-layers.ts'

export interface StripChartProps {
  /** Name of the service. */
  name: string
  /** What waits for it. */
  queue: string
  strip: Strip
}

/** What waits for a service, above its replicas; the same as a table. */
export function StripChart({ name, queue, strip }: StripChartProps) {
  const { from, to, times } = strip
  const shared = { from, to, times, syncKey: name }
  const layers = replicaLayers(strip)
  const columns = [{ label: queue, times, values: strip.queue }, ...replicaColumns(strip)]
  return (
    <>
      <Chart
        {...shared}
        title={queue}
        summary={describe(queue, strip, strip.queue)}
        layers={[{ tone: 'queue', label: '', values: strip.queue }]}
        hasTimeAxis={false}
        height={76}
      />
      <Chart
        {...shared}
        title="Replicas"
        key={layers.length}
        summary={describe(`Replicas ${layers[0]?.label}`, strip, layers[0]?.values ?? [])}
        layers={layers}
        hasTimeAxis
        height={96}
      />
      <ChartTable {...{ name, from, to, columns }} />
    </>
  )
}

/** `Pages waiting in the last 15 min: 3 now, 48 at most`. */
function describe(what: string, { from, to }: Strip, values: Values): string {
  const most = Math.max(0, ...values.map((value) => value ?? 0))
  const last = formatDuration((to - from) * 1000)
  return `${what} in the last ${last}: ${values.at(-1) ?? 'unknown'} now, ${most} at most`
}

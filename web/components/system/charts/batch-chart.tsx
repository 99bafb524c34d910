import { useEffect } from 'preact/hooks'
import type { App } from '../../../app/create-app.ts'
import type { Batch } from '../../../batch/batch.ts'
import { formatDuration } from '../../../format/duration.ts'
import { formatCount } from '../../../format/quantity.ts'
import { toBatchStrip } from '../../../system/batch-strip.ts'
import { Chart } from './chart.tsx'
import { ChartTable } from './chart-table.tsx'
import { replicaColumns, replicaLayers } from './replica-layers.ts'

/** The readers' replicas, above the pictures read over time: how scaling follows the work. */
export function BatchChart({ app, batch }: { app: App; batch: Batch }) {
  useEffect(() => app.watchSystem(), [])
  const topics = app.system.value?.topics ?? null
  const isRunning = batch.isRunning.value
  const strip = toBatchStrip(app.history.value, topics, batch.times(), isRunning)
  if (strip === null) return <p class="system-note">No replicas are known for this time.</p>

  const { from, to, times, ended } = strip
  const finished = formatCount(ended.counts.at(-1) ?? 0, 'picture')
  const layers = replicaLayers(strip)
  const most = Math.max(0, ...(layers[0]?.values ?? []).map((value) => value ?? 0))
  const columns = [
    { label: 'Finished', times: ended.times, values: ended.counts },
    ...replicaColumns(strip),
  ]
  return (
    <div class="batch-chart">
      <Chart
        {...{ from, to, times, syncKey: batch.id }}
        title="Replicas of ocr"
        key={layers.length}
        summary={`Replicas of ocr: at most ${most} were ${layers[0]?.label} at once`}
        layers={layers}
        hasTimeAxis={false}
        height={80}
      />
      <Chart
        {...{ from, to, times: ended.times, syncKey: batch.id }}
        title="Pictures finished"
        summary={`${finished} finished in ${formatDuration((to - from) * 1000)}`}
        layers={[{ tone: 'ended', label: '', values: ended.counts }]}
        hasTimeAxis
        height={110}
      />
      <ChartTable name="the batch" {...{ from, to, columns }} />
    </div>
  )
}

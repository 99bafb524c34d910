import { useSignal } from '@preact/signals'
import type { App } from '../../app/create-app.ts'
import type { Batch } from '../../batch/batch.ts'
import { formatTimeLeft } from '../../format/duration.ts'
import { formatCount, formatNumber, formatRate } from '../../format/quantity.ts'
import { Icon } from '../icon.tsx'
import { Lazy } from '../lazy.tsx'
import { useNow } from '../use-now.ts'

export function BatchBars({ app }: { app: App }) {
  return (
    <>
      {app.actions.isAddingSamples.value && (
        <section class="batch" aria-label="Progress">
          <p class="batch-head">
            <strong>Adding pictures…</strong>
          </p>
          <div class="bar" />
        </section>
      )}
      {app.batches.shown.value.map((batch) => (
        <BatchBar key={batch.id} app={app} batch={batch} />
      ))}
    </>
  )
}

function BatchBar({ app, batch }: { app: App; batch: Batch }) {
  useNow(() => batch.isRunning.value)
  const isCharted = useSignal(false)
  const { total, done, failed } = batch.tally.value
  const summary = batch.summary.value
  const uploaded = batch.isSent.value ? null : batch.uploaded.value
  const queued = total - done - failed - (uploaded?.left ?? 0)
  if (total === 0) return null

  return (
    <section class={summary === null ? 'batch' : 'batch batch-ended'} aria-label="Progress">
      <p class="batch-head">
        <strong>{summary ?? `Reading ${formatCount(total, 'picture')}`}</strong>
        {uploaded && (
          <span>{`Uploaded ${formatNumber(uploaded.done)} of ${formatNumber(uploaded.of)}`}</span>
        )}
        {summary === null && (
          <span>{`${uploaded ? 'Read ' : ''}${formatNumber(done + failed)} of ${formatNumber(total)}`}</span>
        )}
        {summary === null && failed > 0 && <span class="bad">{formatNumber(failed)} failed</span>}
        {summary === null && <span class="batch-pace">{describePace(batch)}</span>}
        {uploaded && (
          <button type="button" class="quiet" onClick={() => app.actions.cancelBatch(batch)}>
            <Icon name="close" />
            Cancel the rest
          </button>
        )}
        <button
          type="button"
          class="quiet batch-chart-button"
          aria-expanded={isCharted.value}
          title="Pictures read, and the readers at work, over time"
          onClick={() => {
            isCharted.value = !isCharted.value
          }}
        >
          <Icon name="pulse" />
          Chart
        </button>
      </p>
      <div
        class="bar"
        role="progressbar"
        aria-label="Pictures read"
        aria-valuemin={0}
        aria-valuemax={total}
        aria-valuenow={done + failed}
        aria-valuetext={`${done + failed} of ${total}`}
      >
        <span class="bar-done" style={{ width: `${(done / total) * 100}%` }} />
        <span class="bar-failed" style={{ width: `${(failed / total) * 100}%` }} />
        {uploaded && <span class="bar-sent" style={{ width: `${(queued / total) * 100}%` }} />}
      </div>
      {isCharted.value && (
        <Lazy
          {...{ app, batch }}
          styleSheet="system.css"
          load={async () => (await import('../system/charts/batch-chart.tsx')).BatchChart}
        />
      )}
      {summary !== null && (
        <button
          type="button"
          class="icon-button batch-close"
          aria-label="Close"
          onClick={() => app.batches.dismiss(batch)}
        >
          <Icon name="close" />
        </button>
      )}
    </section>
  )
}

function describePace(batch: Batch): string {
  const { perSecond, leftMs } = batch.pace()
  if (perSecond === null || leftMs === null) return 'Starting…'
  return `${formatRate(perSecond)}, ${formatTimeLeft(leftMs)}`
}

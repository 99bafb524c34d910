import type { ReadonlySignal } from '@preact/signals'
import type { Batch } from '../../batch/batch.ts'
import type { Batches } from '../../batch/batches.ts'
import { formatTimeLeft } from '../../format/duration.ts'
import { formatCount, formatNumber, formatRate } from '../../format/quantity.ts'
import { Icon } from '../icon.tsx'
import { useNow } from '../use-now.ts'

export interface BatchBarsProps {
  batches: Batches
  /** A request for random pictures is in progress. */
  isAddingSamples: ReadonlySignal<boolean>
}

export function BatchBars({ batches, isAddingSamples }: BatchBarsProps) {
  return (
    <>
      {isAddingSamples.value && (
        <section class="batch" aria-label="Progress">
          <p class="batch-head">
            <strong>Adding pictures…</strong>
          </p>
          <div class="bar" />
        </section>
      )}
      {batches.shown.value.map((batch) => (
        <BatchBar key={batch.id} batch={batch} onDismiss={() => batches.dismiss(batch)} />
      ))}
    </>
  )
}

function BatchBar({ batch, onDismiss }: { batch: Batch; onDismiss: () => void }) {
  useNow(() => batch.isRunning.value)
  const { total, done, failed } = batch.tally.value
  const summary = batch.summary.value
  if (total === 0) return null

  return (
    <section class={summary === null ? 'batch' : 'batch batch-ended'} aria-label="Progress">
      <p class="batch-head">
        <strong>{summary ?? `Reading ${formatCount(total, 'picture')}`}</strong>
        {summary === null && (
          <span>{`${formatNumber(done + failed)} of ${formatNumber(total)}`}</span>
        )}
        {summary === null && failed > 0 && <span class="bad">{formatNumber(failed)} failed</span>}
        {summary === null && <span class="batch-pace">{describePace(batch)}</span>}
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
      </div>
      {summary !== null && (
        <button
          type="button"
          class="icon-button batch-close"
          aria-label="Close"
          onClick={onDismiss}
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

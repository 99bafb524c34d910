import { formatCount, formatNumber } from '../../format/quantity.ts'
import type { Service } from '../../system/services.ts'

/** Number of cold starts, and the parts of the last one: until its code is loaded, until it answers. */
export function ColdStarts({ coldStarts }: { coldStarts: NonNullable<Service['coldStarts']> }) {
  const { count, lastMs, p50Ms, lastListenMs } = coldStarts
  if (lastMs === null) return <p class="cold">No cold start yet.</p>
  return (
    <div class="cold">
      <p>
        <strong>{formatCount(count, 'cold start')}</strong>
        {`, the last in ${formatNumber(lastMs)} ms`}
        {count > 1 && p50Ms !== null && `, the median in ${formatNumber(p50Ms)} ms`}
      </p>
      {lastListenMs !== null && (
        <p class="cold-parts">
          <span class="cold-bar" aria-hidden="true">
            <i class="cold-listen" style={{ width: `${(lastListenMs / lastMs) * 100}%` }} />
            <i class="cold-ready" />
          </span>
          <span>
            <i class="swatch swatch-busy" aria-hidden="true" />
            {` ${formatNumber(lastListenMs)} ms to listen`}
          </span>
          <span>
            <i class="swatch swatch-free" aria-hidden="true" />
            {` ${formatNumber(lastMs - lastListenMs)} ms to ready`}
          </span>
        </p>
      )}
    </div>
  )
}

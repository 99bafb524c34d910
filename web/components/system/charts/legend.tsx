import type { ReadonlySignal } from '@preact/signals'
import { formatTimeWithSeconds } from '../../../format/moment.ts'
import { formatNumber } from '../../../format/quantity.ts'
import type { ChartProps } from './chart-props.ts'

export interface LegendProps extends Pick<ChartProps, 'title' | 'times' | 'layers'> {
  /** Time under the pointer, in Unix seconds; null for the latest. */
  pointed: ReadonlySignal<number | null>
}

/** Hidden from screen readers, which get the chart's summary and table. */
export function Legend({ title, times, layers, pointed }: LegendProps) {
  const at = pointed.value
  // A value holds until the next.
  const index = at === null ? times.length - 1 : times.findLastIndex((time) => time <= at)
  return (
    <figcaption class="legend" aria-hidden="true">
      <span class="legend-title">{title}</span>
      {at !== null && <span class="legend-time">{formatTimeWithSeconds(at * 1000)}</span>}
      <span class="legend-values">
        {layers.map(({ tone, label, values }) => (
          <span key={tone}>
            <i class={`swatch swatch-${tone}`} />
            {label && `${label} `}
            <b>{formatValue(values[index] ?? null)}</b>
          </span>
        ))}
      </span>
    </figcaption>
  )
}

function formatValue(value: number | null): string {
  return value === null ? '–' : formatNumber(value)
}

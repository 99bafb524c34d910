import type uPlot from 'uplot'
import type { Values } from '../../../system/strip.ts'

export interface Layer {
  /** Colours in the style sheet. */
  tone: 'queue' | 'busy' | 'free' | 'starting' | 'ended'
  label: string
  values: Values
}

export interface ChartProps {
  title: string
  /** Text alternative. */
  summary: string
  /** Unix seconds: ends of the axis, and times of the values. A value holds until the next. */
  from: number
  to: number
  times: number[]
  /** Stacked, the first at the bottom. */
  layers: Layer[]
  /** Charts with the same key show the same time under the pointer. */
  syncKey: string
  hasTimeAxis: boolean
  height: number
}

/** Data of the plot: times, then sums from the top of the stack to the bottom, so that each is drawn over the last. */
export function stack({ times, layers }: Pick<ChartProps, 'times' | 'layers'>): uPlot.AlignedData {
  let below: Values = times.map(() => 0)
  const sums = layers.map(({ values }) => {
    below = below.map((sum, index) => {
      const value = values[index] ?? null
      return value === null ? null : (sum ?? 0) + value
    })
    return below
  })
  return [times, ...sums.reverse()]
}

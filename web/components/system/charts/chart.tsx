import { useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import type uPlot from 'uplot'
import { type ChartProps, stack } from './chart-props.ts'
import { Legend } from './legend.tsx'
import { createPlot } from './plot.ts'

/** Layers over time, with a legend that has the values under the pointer, or the latest. */
export function Chart(props: ChartProps) {
  const holder = useRef<HTMLDivElement>(null)
  const plot = useRef<uPlot | null>(null)
  const current = useRef(props)
  const pointed = useSignal<number | null>(null)
  current.current = props

  useEffect(() => {
    if (!holder.current) return
    const created = createPlot(holder.current, {
      props: () => current.current,
      onPoint: (at) => {
        pointed.value = at
      },
    })
    plot.current = created.plot
    return created.destroy
  }, [])

  useEffect(() => {
    plot.current?.setData(stack(props))
  }, [props.times, props.layers, props.from, props.to])

  return (
    <figure class="chart">
      <Legend {...{ title: props.title, times: props.times, layers: props.layers, pointed }} />
      <div
        ref={holder}
        class="chart-plot"
        role="img"
        aria-label={props.summary}
        style={{ height: `${props.height}px` }}
      />
    </figure>
  )
}

import uPlot from 'uplot'
import { formatTime, formatTimeWithSeconds } from '../../../format/moment.ts'
import { type ChartProps, stack } from './chart-props.ts'

export interface PlotDeps {
  props: () => ChartProps
  /** Called with the time under the pointer, in Unix seconds; null without a pointer. */
  onPoint: (at: number | null) => void
}

const axisFont = '11px system-ui, sans-serif'
const wholeSteps = [1, 10, 100, 1000, 10_000].flatMap((n) => [1, 2, 5].map((step) => step * n))

/** Draws a chart into an element, in its size and in the colours of the style sheet. */
export function createPlot(holder: HTMLElement, { props, onPoint }: PlotDeps) {
  const { layers, syncKey, hasTimeAxis, height } = props()
  const colours = layers.map(({ tone }) => coloursOf(holder, `swatch-${tone}`)).reverse()
  const lines = coloursOf(holder, 'chart-lines')
  const stepped = uPlot.paths.stepped?.({ align: 1 })
  const plot = new uPlot(
    {
      ...{ width: holder.clientWidth, height },
      padding: [6, 8, hasTimeAxis ? 0 : 4, 0],
      legend: { show: false },
      cursor: {
        ...{ y: false, points: { show: false } },
        drag: { x: false, y: false, setScale: false },
        sync: { key: syncKey },
      },
      scales: {
        x: { range: () => [props().from, props().to] },
        // Room for four, so that one replica does not look like many.
        y: { range: (_, __, max) => [0, Math.max(max, 4)] },
      },
      axes: [
        {
          show: hasTimeAxis,
          ...{ font: axisFont, size: 26, space: 55, stroke: () => lines().line },
          ...{ grid: { show: false }, ticks: { show: false } },
          values: (_, splits, __, ___, step) => {
            const format = step < 60 ? formatTimeWithSeconds : formatTime
            return splits.map((at) => (at > lastLabelAt(props()) ? '' : format(at * 1000)))
          },
        },
        {
          ...{ font: axisFont, size: 38, space: 24, stroke: () => lines().line, incrs: wholeSteps },
          ...{ grid: { stroke: () => lines().fill, width: 1 }, ticks: { show: false } },
        },
      ],
      series: [
        {},
        ...colours.map((colour) => ({
          stroke: () => colour().line,
          fill: () => colour().fill,
          // The areas of a stack have no lines: one of height 0 is not drawn.
          width: layers.length > 1 ? 0 : 1.25,
          points: { show: false },
          ...(stepped && { paths: stepped }),
        })),
      ],
      hooks: {
        setCursor: [
          (self) => {
            const left = self.cursor.left ?? -1
            onPoint(left < 0 ? null : self.posToVal(left, 'x'))
          },
        ],
      },
    },
    stack(props()),
    holder,
  )

  const observer = new ResizeObserver(() => plot.setSize({ width: holder.clientWidth, height }))
  observer.observe(holder)
  const scheme = matchMedia('(prefers-color-scheme: dark)')
  const redraw = () => plot.redraw(false)
  scheme.addEventListener('change', redraw)
  return {
    plot,
    destroy() {
      observer.disconnect()
      scheme.removeEventListener('change', redraw)
      plot.destroy()
    },
  }
}

/** Last time whose label is not cut off at the right. */
function lastLabelAt({ from, to }: ChartProps): number {
  return to - (to - from) * 0.08
}

/** Resolves a class's `color` and `background-color` for a canvas, which knows no variables. */
function coloursOf(holder: HTMLElement, name: string) {
  const sample = document.createElement('i')
  sample.className = name
  sample.hidden = true
  holder.append(sample)
  return () => {
    const { color, backgroundColor } = getComputedStyle(sample)
    return { line: color, fill: backgroundColor }
  }
}

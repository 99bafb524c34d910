import { drawChart } from './chart.ts'

/** Values with their times, in ms of one clock. */
export interface Series {
  title: string
  values: number[]
  timesMs: number[]
  /** Figure of the values within a step; of none as well. */
  figure: (values: number[], stepSeconds: number) => number
}

export interface Report {
  title: string
  text: string
  series: Series[]
  fromMs: number
  toMs: number
}

const maxSteps = 600

/** HTML page with all parts in it: a chart of each series in steps of whole seconds, and the text. */
export function toReport({ title, text, series, fromMs, toMs }: Report): string {
  const stepMs = 1000 * Math.max(Math.ceil((toMs - fromMs) / 1000 / maxSteps), 1)
  const count = Math.ceil((toMs - fromMs) / stepMs)
  const steps = series.map(({ values, timesMs }) =>
    Map.groupBy(values, (_, at) => Math.floor(((timesMs[at] ?? 0) - fromMs) / stepMs)),
  )
  const moments = Array.from({ length: count }, (_, step) => {
    const figures = series.map(({ title, figure }, index) => {
      return [title, figure(steps[index]?.get(step) ?? [], stepMs / 1000)]
    })
    return { atMs: step * stepMs, ...Object.fromEntries(figures) }
  })
  const strips = series.map(({ title }) => ({ of: title, title }))
  return `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>${title}</title>
<style>
  :root { color-scheme: light dark; font: 1rem system-ui }
  body { max-width: 60rem; margin: auto }
  pre { white-space: pre-wrap }
</style>
<h1>${title}</h1>
${drawChart(moments, { strips, label: `${title}, over time` })}
<pre>${text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</pre>
</html>
`
}

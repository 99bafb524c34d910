import { drawChart } from '../../figures/chart.ts'
import { percentile } from '../../figures/percentile.ts'
import { builtin, type Metric, Trend, usedMetrics } from './metrics.ts'

const maxSteps = 600

/** HTML page with all parts in it: metrics over time, in steps of whole seconds until `endMs`, and the text. */
export function toReport(title: string, text: string, endMs: number): string {
  const stepMs = 1000 * Math.ceil(endMs / 1000 / maxSteps)
  function toStrip(title: string, { values, timesMs }: Metric, figure: (step: number[]) => number) {
    const steps = Map.groupBy(values, (_, at) => Math.floor((timesMs[at] ?? 0) / stepMs))
    return { of: title, title, figureAt: (step: number) => figure(steps.get(step) ?? []) }
  }
  const p95Seconds = (valuesMs: number[]) => (percentile(valuesMs, 0.95) || 0) / 1000
  const trends = usedMetrics().filter((metric) => metric instanceof Trend)
  const strips = [
    toStrip('requests a second', builtin.requests, ({ length }) => (length / stepMs) * 1000),
    toStrip('VUs in an iteration', builtin.vus, (counts) => Math.max(...counts, 0)),
    ...trends.map((trend) => toStrip(`${trend.name}, p(95) in s`, trend, p95Seconds)),
  ]
  const moments = Array.from({ length: Math.ceil(endMs / stepMs) }, (_, step) => {
    const figures = strips.map(({ of, figureAt }) => [of, figureAt(step)])
    return { atMs: step * stepMs, ...Object.fromEntries(figures) }
  })
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

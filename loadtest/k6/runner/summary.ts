import { usedMetrics } from './metrics.ts'
import type { readThresholds } from './thresholds.ts'

/** Data for handleSummary: https://grafana.com/docs/k6/latest/results-output/end-of-test/custom-summary/ */
export function toSummary(seconds: number) {
  const figures = usedMetrics().map((metric) => {
    return [metric.name, { values: metric.figures(seconds) }] as const
  })
  return { metrics: Object.fromEntries(figures) }
}

const round = (value: number) => Number(value.toFixed(value < 10 ? 3 : 1))

/** Thresholds, then all metrics; times are in ms. */
export function toText(thresholds: ReturnType<typeof readThresholds>, seconds: number): string {
  const judged = thresholds.map((judge) => {
    const { name, threshold, of, value, holds } = judge(seconds)
    return `  ${holds ? '✓' : '✗'} ${name} '${threshold}' ${of}=${round(value)}`
  })
  const results = Object.entries(toSummary(seconds).metrics).map(([name, { values }]) => {
    const figures = Object.entries(values).map(([of, value]) => `${of}=${round(value)}`)
    return `  ${name.padEnd(32, '.')} ${figures.join(' ')}`
  })
  return ['THRESHOLDS', ...judged, '', 'RESULTS', ...results, ''].join('\n')
}

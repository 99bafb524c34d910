import { usedMetrics } from './metrics.ts'
import type { readThresholds } from './thresholds.ts'

/** Data for handleSummary: https://grafana.com/docs/k6/latest/results-output/end-of-test/custom-summary/ */
export function toSummary(seconds: number, setup_data: unknown) {
  const figures = usedMetrics().map((metric) => {
    return [metric.name, { values: metric.figures(seconds) }] as const
  })
  const state = { testRunDurationMs: seconds * 1000 }
  return { metrics: Object.fromEntries(figures), state, setup_data }
}

const round = (value: number) => Number(value.toFixed(value < 10 ? 3 : 1))

/** Thresholds, then all metrics; times are in ms. */
export function toText(thresholds: ReturnType<typeof readThresholds>, seconds: number): string {
  const judged = thresholds.map((judge) => {
    const { name, threshold, of, value, holds } = judge(seconds)
    return `  ${holds ? '✓' : '✗'} ${name} '${threshold}' ${of}=${round(value)}`
  })
  const results = usedMetrics().map((metric) => {
    const figures = Object.entries(metric.figures(seconds)).map(
      ([of, value]) => `${of}=${round(value)}`,
    )
    return `  ${metric.name.padEnd(32, '.')} ${figures.join(' ')}`
  })
  return ['THRESHOLDS', ...judged, '', 'RESULTS', ...results, ''].join('\n')
}

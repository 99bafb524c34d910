import { percentile } from '../../figures/percentile.ts'
import { builtin, usedMetrics } from './metrics.ts'
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

/** What the report draws: requests, VUs, and each metric of times. */
export function toSeries() {
  const times = usedMetrics().filter(({ isTime }) => isTime)
  const perSecond = (values: number[], seconds: number) => values.length / seconds
  const p95Seconds = (valuesMs: number[]) => (percentile(valuesMs, 0.95) || 0) / 1000
  return [
    { ...builtin.requests, title: 'requests a second', figure: perSecond },
    { ...builtin.vus, title: 'VUs in an iteration', figure: (n: number[]) => Math.max(...n, 0) },
    ...times.map((each) => ({ ...each, title: `${each.name}, p(95) in s`, figure: p95Seconds })),
  ]
}

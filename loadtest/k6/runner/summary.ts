import { percentile } from '../../figures/percentile.ts'
import { builtin, metrics } from './metrics.ts'
import type { Thresholds } from './thresholds.ts'

/** Data for handleSummary: https://grafana.com/docs/k6/latest/results-output/end-of-test/custom-summary/ */
export function toSummary(seconds: number, setup_data: unknown) {
  const entries = [...metrics].map(([name, metric]) => {
    const type = metric.constructor.name.toLowerCase()
    return [name, { type, values: metric.figures(seconds) }]
  })
  const state = { testRunDurationMs: seconds * 1000 }
  return { metrics: Object.fromEntries(entries), state, setup_data }
}

const round = (value: number) => Number(value.toFixed(value < 10 ? 3 : 1))

/** Thresholds, then all metrics; times are in ms. */
export function toText(thresholds: Thresholds, seconds: number): string {
  const judged = thresholds.map(({ name, threshold, of, read, holds }) => {
    return `  ${holds(seconds) ? '✓' : '✗'} ${name} '${threshold}' ${of}=${round(read(seconds))}`
  })
  const used = [...metrics.values()].filter(({ values }) => values.length > 0)
  const results = used.map((metric) => {
    const figures = Object.entries(metric.figures(seconds))
    const texts = figures.map(([of, value]) => `${of}=${round(value)}`)
    return `  ${metric.name.padEnd(32, '.')} ${texts.join(' ')}`
  })
  return ['THRESHOLDS', ...judged, '', 'RESULTS', ...results, ''].join('\n')
}

/** What the report draws: requests, VUs, and each metric of times. */
export function toSeries() {
  const times = [...metrics.values()].filter(({ isTime, values }) => isTime && values.length > 0)
  const perSecond = (values: number[], seconds: number) => values.length / seconds
  const p95Seconds = (valuesMs: number[]) => (percentile(valuesMs, 0.95) || 0) / 1000
  return [
    { ...builtin.requests, title: 'requests a second', figure: perSecond },
    { ...builtin.vus, title: 'VUs in an iteration', figure: (n: number[]) => Math.max(...n, 0) },
    ...times.map((each) => ({ ...each, title: `${each.name}, p(95) in s`, figure: p95Seconds })),
  ]
}

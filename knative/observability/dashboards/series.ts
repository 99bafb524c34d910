import * as promql from '@grafana/promql-builder'
import {
  type CounterName,
  type GaugeName,
  type HistogramName,
  type instruments,
  type MetricName,
  prometheusLabelOf,
  prometheusNameOf,
} from '../../../functions/shared/telemetry/names.ts'

/** PromQL over the project's own metrics: an unknown metric or label is an error of the type check. */
export type Expression = Parameters<typeof promql.sum>[0]

/** Labels that Prometheus gives to all metrics of a process. */
type TargetLabel = 'service' | 'replica' | 'node'
type Label<Name extends MetricName> = (typeof instruments)[Name]['labels'][number] | TargetLabel

interface Selection<Name extends MetricName> {
  by?: Label<Name>[]
  /** Regular expressions, anchored. */
  where?: { [L in Label<Name>]?: string }
  range?: string
}

/** Grafana's ranges: one of at least four scrapes, and the time that a dashboard shows. */
const rateInterval = '$__rate_interval'
export const shown = '$__range'

/** Series of a metric; `suffix` is a part of a histogram. */
export function select<Name extends MetricName>(
  name: Name,
  { where }: Selection<Name>,
  suffix = '',
) {
  const vector = promql.vector(prometheusNameOf(name) + suffix)
  for (const [label, value] of Object.entries<string>({ ...where })) {
    vector.labelMatchRegexp(prometheusLabelOf(label), value)
  }
  return vector
}

const byOf = ({ by = [] }: { by?: string[] }) => by.map(prometheusLabelOf)

/** Sum of a counter's increase per second. */
export function rateOf<Name extends CounterName>(name: Name, selection: Selection<Name> = {}) {
  const { range = rateInterval } = selection
  return promql.sum(promql.rate(select(name, selection).range(range))).by(byOf(selection))
}

/** Sum of a counter's increase. */
export function increaseOf<Name extends CounterName>(name: Name, selection: Selection<Name> = {}) {
  const { range = shown } = selection
  return promql.sum(promql.increase(select(name, selection).range(range))).by(byOf(selection))
}

/**
 * Exact growth of each series, those of processes that ended included. PromQL's `increase` extrapolates, and does not
 * see a series begin, such as that of the first failure, or of a pod, which records its start before its first scrape.
 */
function growth<Name extends CounterName | HistogramName>(
  name: Name,
  selection: Selection<Name>,
  suffix?: string,
) {
  const { range = shown } = selection
  const series = () => select(name, selection, suffix)
  const now = () => promql.lastOverTime(series().range(range))
  const before = promql.lastOverTime(series().range('5m').offset(range))
  // One that is smaller has begun again.
  return promql.or(promql.gte(promql.sub(now(), before), promql.n(0)), now())
}

/** Sum of a counter's exact growth. */
export function growthOf<Name extends CounterName>(name: Name, selection: Selection<Name> = {}) {
  return promql.sum(growth(name, selection)).by(byOf(selection))
}

/** Exact number of values recorded in a histogram. */
export function countOf<Name extends HistogramName>(name: Name, selection: Selection<Name> = {}) {
  return promql.sum(growth(name, selection, '_count')).by(byOf(selection))
}

/** Largest value of a gauge. Several processes may report the same one: no sum. */
export function gaugeOf<Name extends GaugeName>(name: Name, selection: Selection<Name> = {}) {
  return promql.max(select(name, selection)).by(byOf(selection))
}

/** Values recorded in a histogram per second (`count`), or their sum. */
export function recordedOf<Name extends HistogramName>(
  part: 'count' | 'sum',
  name: Name,
  selection: Selection<Name> = {},
) {
  const { range = rateInterval } = selection
  const vector = select(name, selection, `_${part}`).range(range)
  return promql.sum(promql.rate(vector)).by(byOf(selection))
}

/** Quantile of a histogram. */
export function quantileOf<Name extends HistogramName>(
  quantile: number,
  name: Name,
  selection: Selection<Name> = {},
) {
  const { range = rateInterval } = selection
  const buckets = promql.rate(select(name, selection, '_bucket').range(range))
  return promql.histogramQuantile(quantile, promql.sum(buckets).by([...byOf(selection), 'le']))
}

/** Quantile of values of which a process records one, such as its start. */
export function quantileOfSingle<Name extends HistogramName>(
  quantile: number,
  name: Name,
  selection: Selection<Name>,
) {
  const buckets = promql.sum(growth(name, selection, '_bucket')).by([...byOf(selection), 'le'])
  return promql.histogramQuantile(quantile, buckets)
}

/** Share of a histogram's values up to one of its boundaries. Prometheus 3 writes 60 as 60.0. */
export function shareUpTo(boundary: number, name: HistogramName) {
  const upTo = select(name, {}, '_bucket').labelMatchRegexp('le', `${boundary}(\\.0)?`)
  return promql.div(
    promql.sum(promql.rate(upTo.range(shown))),
    recordedOf('count', name, { range: shown }),
  )
}

/** Mean or maximum of an expression over the time shown. */
export function overTime(what: 'avg' | 'max', expression: Expression) {
  const range = promql.subquery(expression).range(shown).resolution('30s')
  return what === 'avg' ? promql.avgOverTime(range) : promql.maxOverTime(range)
}

import type { Options } from 'k6/options'
import { type Metric, metrics } from './metrics.ts'

const comparisons: Record<string, (a: number, b: number) => boolean> = {
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
  '==': (a, b) => a === b,
}

/** Judges of a script's thresholds after the run. Throws for a threshold that cannot be judged. */
export function readThresholds(thresholds: Options['thresholds'] = {}) {
  return Object.entries(thresholds).flatMap(([name, list]) => {
    const metric = metricOf(name)
    return list.map((threshold) => {
      const [, of = '', sign = '', limit] =
        /^\s*(\S+?)\s*([<>=]+)\s*([\d.]+)\s*$/.exec(`${threshold}`) ?? []
      const holds = comparisons[sign]
      const names = Object.keys(metric.figures(1))
      if (!holds || !names.includes(of)) {
        throw new Error(`Expected a comparison of ${names} of ${name}, got ${threshold}`)
      }
      return (seconds: number) => {
        const value = metric.figures(seconds)[of] ?? Number.NaN
        return { name, threshold, of, value, holds: holds(value, Number(limit)) }
      }
    })
  })
}

/** Metric of all values, or of those with a tag, such as `http_req_duration{name:upload}`. */
function metricOf(name: string): Metric {
  const [, whole = ''] = /^(\w+)(\{\w+:\S[^,{}]*\})?$/.exec(name) ?? []
  const metric = metrics.get(whole)
  if (!metric) throw new Error(`Expected a metric of the script, got ${name}`)
  return metrics.get(name) ?? Reflect.construct(metric.constructor, [name])
}

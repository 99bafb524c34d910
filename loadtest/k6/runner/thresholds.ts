import type { Options } from 'k6/options'
import { type Metric, metrics } from './metrics.ts'

const comparisons: Record<string, (a: number, b: number) => boolean> = {
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
  '==': (a, b) => a === b,
}

/** Throws for a threshold that cannot be judged. */
export function readThresholds(thresholds: Options['thresholds'] = {}) {
  return Object.entries(thresholds).flatMap(([name, list]) => {
    const metric = metrics.get(name) ?? partOf(name)
    return list.map((each) => {
      const { threshold } = typeof each === 'string' ? { threshold: each } : each
      const [, of = '', sign = '', limit] =
        /^\s*(\S+?)\s*(<=?|>=?|==)\s*([\d.]+)\s*$/.exec(threshold) ?? []
      const compare = comparisons[sign]
      const names = Object.keys(metric.figures(1))
      if (!compare || !names.includes(of)) {
        throw new Error(`Expected a comparison of ${names} of ${name}, got ${threshold}`)
      }
      const read = (seconds: number) => metric.figures(seconds)[of] ?? Number.NaN
      const holds = (seconds: number) => compare(read(seconds), Number(limit))
      return { name, threshold, of, read, holds }
    })
  })
}
export type Thresholds = ReturnType<typeof readThresholds>

/** Metric of the values with tags, such as `http_req_duration{name:upload}`. */
function partOf(name: string): Metric {
  const [, whole = '', list = ''] = /^(\w+)\{(.+)\}$/.exec(name) ?? []
  const metric = metrics.get(whole)
  if (!metric) throw new Error(`Expected a metric of the script, got ${name}`)
  const tags = Object.fromEntries(list.split(',').map((tag) => tag.trim().split(/:(.*)/s)))
  const part: Metric = Reflect.construct(metric.constructor, [name, metric.isTime])
  metric.parts.push({ tags, metric: part })
  return part
}

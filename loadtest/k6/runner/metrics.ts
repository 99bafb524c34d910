import { percentile } from '../../figures/percentile.ts'
import { current } from './iteration.ts'

/**
 * Metrics of the run by name: k6's modules are global to a script. `http_req_duration{name:upload}` has the values with
 * that tag.
 */
export const metrics = new Map<string, Metric>()

export function usedMetrics(): Metric[] {
  return [...metrics.values()].filter(({ values }) => values.length > 0)
}

/** https://grafana.com/docs/k6/latest/javascript-api/k6-metrics/ */
export abstract class Metric {
  readonly name: string
  readonly values: number[] = []
  readonly timesMs: number[] = []

  constructor(name: string) {
    this.name = name
    metrics.set(name, this)
  }

  add(value: number | boolean, tags: Record<string, string> = {}): void {
    this.values.push(Number(value))
    this.timesMs.push(performance.now())
    const all = { ...current.getStore()?.tags, ...tags }
    for (const [tag, of] of Object.entries(all)) {
      metrics.get(`${this.name}{${tag}:${of}}`)?.add(value)
    }
  }

  /** Figures by k6's names. */
  abstract figures(seconds: number): Record<string, number>
}

const sumOf = (values: number[]) => values.reduce((sum, value) => sum + value, 0)

export class Counter extends Metric {
  figures(seconds: number) {
    const count = sumOf(this.values)
    return { count, rate: count / seconds }
  }
}
export class Gauge extends Metric {
  figures() {
    return { value: this.values.at(-1) ?? 0, max: Math.max(...this.values, 0) }
  }
}
export class Rate extends Metric {
  figures() {
    const passes = sumOf(this.values)
    return { rate: passes / this.values.length, passes, fails: this.values.length - passes }
  }
}
/** Times in ms. */
export class Trend extends Metric {
  figures() {
    const shares = { min: 0, med: 0.5, max: 1, 'p(90)': 0.9, 'p(95)': 0.95, 'p(99)': 0.99 }
    const figures: Record<string, number> = { avg: sumOf(this.values) / this.values.length || 0 }
    for (const [name, share] of Object.entries(shares)) {
      figures[name] = percentile(this.values, share) || 0
    }
    return figures
  }
}

export const builtin = {
  checks: new Rate('checks'),
  requests: new Counter('http_reqs'),
  requestMs: new Trend('http_req_duration'),
  failed: new Rate('http_req_failed'),
  received: new Counter('data_received'),
  iterations: new Counter('iterations'),
  iterationMs: new Trend('iteration_duration'),
  dropped: new Counter('dropped_iterations'),
  vus: new Gauge('vus'),
}

import { setTimeout as pause } from 'node:timers/promises'
import { current } from './iteration.ts'
import { builtin, metrics, Rate } from './metrics.ts'

/** https://grafana.com/docs/k6/latest/javascript-api/k6/check/ */
export function check<T>(value: T, checks: Record<string, (value: T) => boolean>): boolean {
  const results = Object.entries(checks).map(([check, holds]) => {
    const isPassed = holds(value)
    const name = `check: ${check}`
    const rate = metrics.get(name) ?? new Rate(name)
    rate.add(isPassed)
    builtin.checks.add(isPassed)
    return isPassed
  })
  return results.every(Boolean)
}

/** Tags what the function records; in k6 it must not be asynchronous. */
export function group<T>(name: string, body: () => T): T {
  const iteration = current.getStore()
  if (!iteration) throw new Error('Expected group() to be called in an iteration')
  const tags = { ...iteration.tags, group: `${iteration.tags.group ?? ''}::${name}` }
  return current.run({ ...iteration, tags }, body)
}

/** In k6 it blocks the VU. Here all VUs share a thread, so scripts await it. */
export function sleep(seconds: number): Promise<void> {
  return pause(seconds * 1000, undefined, { signal: current.getStore()?.signal })
}

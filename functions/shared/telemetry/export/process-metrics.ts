import { monitorEventLoopDelay, PerformanceObserver, performance } from 'node:perf_hooks'
import type { Metrics } from '../metrics.ts'

/** Resolution of the event-loop delay: a timer that wakes an idle process 20 times a second. */
const resolutionMs = 50

const gcTypes: Record<number, string> = { 1: 'minor', 4: 'major', 8: 'incremental', 16: 'weakcb' }

const observing = new WeakSet<Metrics>()

/** Measures this process from now on. */
export function observeProcess(metrics: Metrics): void {
  if (observing.has(metrics)) return
  observing.add(metrics)
  const delay = monitorEventLoopDelay({ resolution: resolutionMs })
  delay.enable()
  let utilization = performance.eventLoopUtilization()
  const one = (value: number) => [{ labels: {}, value }]

  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      const labels = { 'v8js.gc.type': gcTypes[kindOf(entry)] ?? 'other' }
      metrics.record('v8js.gc.duration', labels, entry.duration / 1000)
    }
  }).observe({ entryTypes: ['gc'] })

  metrics.observe('process.cpu.time', () => {
    const { user, system } = process.cpuUsage()
    return [
      { labels: { 'process.cpu.mode': 'user' }, value: user / 1e6 },
      { labels: { 'process.cpu.mode': 'system' }, value: system / 1e6 },
    ]
  })
  metrics.observe('process.memory.usage', () => one(process.memoryUsage.rss()))
  metrics.observe('v8js.memory.heap.used', () => one(process.memoryUsage().heapUsed))
  metrics.observe('process.uptime', () => one(process.uptime()))
  metrics.observe('glyphflow.clock.time', () => one(Date.now() / 1000))
  metrics.observe('nodejs.eventloop.utilization', () => {
    const now = performance.eventLoopUtilization()
    const { utilization: share } = performance.eventLoopUtilization(now, utilization)
    utilization = now
    return one(share)
  })
  metrics.observe('nodejs.eventloop.delay.p50', () => one(delayOf(50)))
  metrics.observe('nodejs.eventloop.delay.p99', () => {
    const value = delayOf(99)
    // The last of the two that are read.
    delay.reset()
    return one(value)
  })

  /** In s, beyond the resolution. */
  function delayOf(percentile: number): number {
    return Math.max(delay.percentile(percentile) / 1e9 - resolutionMs / 1000, 0)
  }
}

/** https://nodejs.org/api/perf_hooks.html#garbage-collection-gc-details */
function kindOf(entry: object): number {
  const { detail } = entry as { detail?: { kind?: number } }
  return detail?.kind ?? 0
}

import { AsyncLocalStorage } from 'node:async_hooks'

/** The iteration that calls k6's modules: its tags, and a signal that aborts when k6 would interrupt it. */
export const current = new AsyncLocalStorage<{
  tags: Record<string, string>
  signal: AbortSignal
}>()

const unitsMs: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 }

/** Milliseconds of a duration such as `1m30s`; a number is in ms. */
export function toMs(duration: string | number): number {
  if (typeof duration === 'number') return duration
  const parts = [...duration.matchAll(/([\d.]+)(ms|s|m|h)/g)]
  if (parts.map(([part]) => part).join('') !== duration || duration === '') {
    throw new Error(`Expected a duration such as 1m30s, got ${duration}`)
  }
  return parts.reduce((sum, [, n, unit]) => sum + Number(n) * (unitsMs[unit ?? ''] ?? 0), 0)
}

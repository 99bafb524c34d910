const unitMs: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 }

/** Go's duration format: 90s, 1m30s, 500ms. */
export const durationFormat = /^(0|(\d+(\.\d+)?(ms|h|m|s))+)$/

/** Milliseconds of a duration in Go's format. */
export function toMs(duration: string): number {
  if (!durationFormat.test(duration)) {
    throw new Error(`Expected a duration such as 1m30s, got ${duration}`)
  }
  const parts = [...duration.matchAll(/([\d.]+)(ms|h|m|s)/g)]
  return parts.reduce((sum, [, count, unit = '']) => sum + Number(count) * (unitMs[unit] ?? 0), 0)
}

/** Statistics of the time from a replica's start to its readiness. */
export interface ColdStarts {
  note(ms: number): void
  /** In whole ms; the median of the latest hundred. Null before the first start. */
  report(): { count: number; lastMs: number | null; p50Ms: number | null }
}

const sampleSize = 100

export function createColdStarts(): ColdStarts {
  let latest: number[] = []
  let count = 0
  return {
    note(ms) {
      count += 1
      latest = [...latest, Math.round(ms)].slice(-sampleSize)
    },
    report() {
      const sorted = latest.toSorted((a, b) => a - b)
      const p50Ms = sorted[Math.floor((sorted.length - 1) / 2)] ?? null
      return { count, lastMs: latest.at(-1) ?? null, p50Ms }
    },
  }
}

/** Times from the start of a replica's process. */
export interface ColdStart {
  /** Until the first answer of /healthz. */
  totalMs: number
  /** Until it listens: its code is loaded. Null if it did not report that. */
  listenMs: number | null
}

/** Statistics of cold starts: in whole ms, medians of the latest hundred, null before the first. */
export interface ColdStarts {
  note(start: ColdStart): void
  report(): {
    count: number
    lastMs: number | null
    p50Ms: number | null
    lastListenMs: number | null
    p50ListenMs: number | null
  }
}

const sampleSize = 100

export function createColdStarts(): ColdStarts {
  const latest: ColdStart[] = []
  let count = 0

  return {
    note(start) {
      count += 1
      latest.push(start)
      if (latest.length > sampleSize) latest.shift()
    },
    report() {
      const last = latest.at(-1)
      return {
        ...{ count, lastMs: round(last?.totalMs), lastListenMs: round(last?.listenMs) },
        p50Ms: median(latest.map(({ totalMs }) => totalMs)),
        p50ListenMs: median(latest.flatMap(({ listenMs }) => listenMs ?? [])),
      }
    },
  }
}

function median(times: number[]): number | null {
  const sorted = times.toSorted((a, b) => a - b)
  return round(sorted[Math.floor((sorted.length - 1) / 2)])
}

function round(ms: number | null | undefined): number | null {
  return ms == null ? null : Math.round(ms)
}

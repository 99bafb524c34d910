export interface RefetcherDeps {
  /** Loads and shows one document, which is to include that change. Gives the change number that it includes. */
  fetch: (id: string, change: number) => Promise<number>
  /** Schedules the retry of a failed fetch. */
  wait: (callback: () => void) => void
  maxAtOnce: number
}

/**
 * Fetches changed documents: at most `maxAtOnce` in parallel, one request per document at a time, and another one
 * only for a change newer than the response.
 */
export function createRefetcher({ fetch, wait, maxAtOnce }: RefetcherDeps) {
  const requested = new Map<string, number>()
  const running = new Set<string>()

  function startNext() {
    for (const id of requested.keys()) {
      if (running.size >= maxAtOnce) return
      if (!running.has(id)) void run(id)
    }
  }

  async function run(id: string) {
    running.add(id)
    try {
      const loaded = await fetch(id, requested.get(id) ?? 0)
      running.delete(id)
      if ((requested.get(id) ?? 0) <= loaded) requested.delete(id)
      startNext()
    } catch {
      wait(() => {
        running.delete(id)
        startNext()
      })
    }
  }

  return {
    /** Fetches a document that includes that change; without one, its current state. */
    request(id: string, change = 0) {
      requested.set(id, Math.max(change, requested.get(id) ?? 0))
      startNext()
    },
    forget(id: string) {
      requested.delete(id)
    },
  }
}

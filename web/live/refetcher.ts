export interface RefetcherDeps {
  /** Loads and shows one document, which is to include that change. Gives the change number that it includes. */
  fetch: (id: string, change: number) => Promise<number>
  wait: (callback: () => void, ms: number) => void
  now: () => number
  maxAtOnce: number
}

const retryMs = 3_000
const minRestMs = 500

/**
 * Fetches changed documents: at most `maxAtOnce` in parallel, one request per document at a time, and another one
 * only for a change newer than the response, after a rest of three times as long: most of the time of the page and of
 * the server is left for other work, however large a document is and however often it changes.
 */
export function createRefetcher({ fetch, wait, now, maxAtOnce }: RefetcherDeps) {
  const requested = new Map<string, number>()
  const running = new Set<string>()
  const resting = new Set<string>()

  function startNext() {
    for (const id of requested.keys()) {
      if (running.size >= maxAtOnce) return
      if (!running.has(id) && !resting.has(id)) void run(id)
    }
  }

  async function run(id: string) {
    running.add(id)
    const startedAt = now()
    try {
      const loaded = await fetch(id, requested.get(id) ?? 0)
      running.delete(id)
      if ((requested.get(id) ?? 0) <= loaded) requested.delete(id)
      resting.add(id)
      wait(() => end(resting, id), Math.max(minRestMs, 3 * (now() - startedAt)))
      startNext()
    } catch {
      wait(() => end(running, id), retryMs)
    }
  }

  function end(state: Set<string>, id: string) {
    state.delete(id)
    startNext()
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

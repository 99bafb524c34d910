export interface RefetcherDeps {
  /** Loads one document and shows it; the number of the change feed that it was true at. */
  fetch: (id: string) => Promise<number>
  /** Calls back some time after a fetch that failed. */
  wait: (callback: () => void) => void
  maxAtOnce: number
}

/**
 * Brings documents up to date, however many changes come: some at once, each document never twice
 * at the same time, and once more only if it changed after what was loaded.
 */
export function createRefetcher({ fetch, wait, maxAtOnce }: RefetcherDeps) {
  const wanted = new Map<string, number>()
  const running = new Set<string>()

  function turn() {
    for (const id of wanted.keys()) {
      if (running.size >= maxAtOnce) return
      if (!running.has(id)) void run(id)
    }
  }

  async function run(id: string) {
    running.add(id)
    try {
      const loaded = await fetch(id)
      running.delete(id)
      if ((wanted.get(id) ?? 0) <= loaded) wanted.delete(id)
      turn()
    } catch {
      wait(() => {
        running.delete(id)
        turn()
      })
    }
  }

  return {
    /** The document is wanted as it is at that change, or as it is now. */
    ask(id: string, change = 0) {
      wanted.set(id, Math.max(change, wanted.get(id) ?? 0))
      turn()
    },
    forget(id: string) {
      wanted.delete(id)
    },
  }
}

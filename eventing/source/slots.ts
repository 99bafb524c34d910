/** Limits the concurrent deliveries to a service, for all its sources together. First come, first served. */
export interface Slots {
  /**
   * Resolves with the function that releases the slot. With `alone`, no other slot is held meanwhile: it waits for those
   * held, and later requests wait for it.
   */
  acquire(options?: { alone: boolean }): Promise<() => void>
  /** Grants no slot until the promise settles; has no effect while it waits for another one. */
  suspendUntil(ready: () => Promise<void>): void
  /** Number of slots held. */
  inUse(): number
  /** Changes the limit. Slots held beyond a lower limit stay held until they are released. */
  resize(count: number): void
}

export function createSlots(count: number): Slots {
  let limit = count
  let held = 0
  let isAlone = false
  let isSuspended = false
  const waiting: { alone: boolean; resolve: (release: () => void) => void }[] = []

  function serveWaiting() {
    for (let [next] = waiting; next && !isAlone && !isSuspended; [next] = waiting) {
      if (held >= (next.alone ? Math.min(1, limit) : limit)) return
      waiting.shift()
      held += 1
      isAlone = next.alone
      next.resolve(once(release))
    }
  }

  function release() {
    held -= 1
    isAlone = false
    serveWaiting()
  }

  return {
    acquire: ({ alone } = { alone: false }) =>
      new Promise((resolve) => {
        waiting.push({ alone, resolve })
        serveWaiting()
      }),
    suspendUntil(ready) {
      if (isSuspended) return
      isSuspended = true
      void ready().finally(() => {
        isSuspended = false
        serveWaiting()
      })
    },
    inUse: () => held,
    resize(count) {
      limit = count
      serveWaiting()
    },
  }
}

function once(action: () => void): () => void {
  let done = false
  return () => {
    if (!done) action()
    done = true
  }
}

/**
 * Limits the concurrent deliveries to a service, for all its sources together. In a queue: first come, first served. Of
 * several queues in which somebody waits, the one that was served least recently gets the next slot.
 */
export interface Slots {
  /** A further queue for the same slots. */
  queue(): Slots
  /**
   * Resolves with the function that releases the slot, to be called once. With `alone`, no other slot is held meanwhile:
   * it waits for those held, and later requests wait for it.
   */
  acquire(options?: { alone: boolean }): Promise<() => void>
  /** Grants no slot until the promise settles; has no effect while it waits for another one. */
  suspendUntil(ready: () => Promise<void>): void
  /** Number of slots held. */
  inUse(): number
  /** Changes the limit. Slots held beyond a lower limit stay held until they are released. */
  resize(count: number): void
}

interface Waiting {
  alone: boolean
  resolve: (release: () => void) => void
}

export function createSlots(count: number): Slots {
  let limit = count
  let held = 0
  let isAlone = false
  let isSuspended = false
  /** The one that was served least recently is first. */
  let queues: Waiting[][] = []

  function serveWaiting() {
    while (!isAlone && !isSuspended) {
      const queue = queues.find(({ length }) => length > 0)
      const next = queue?.[0]
      if (!queue || !next || held >= (next.alone ? Math.min(1, limit) : limit)) return
      queue.shift()
      queues = [...queues.filter((other) => other !== queue), queue]
      held += 1
      isAlone = next.alone
      next.resolve(release)
    }
  }

  function release() {
    held -= 1
    isAlone = false
    serveWaiting()
  }

  const shared: Omit<Slots, 'acquire'> = {
    queue() {
      const waiting: Waiting[] = []
      queues.push(waiting)
      return {
        ...shared,
        acquire: ({ alone } = { alone: false }) =>
          new Promise((resolve) => {
            waiting.push({ alone, resolve })
            serveWaiting()
          }),
      }
    },
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
  return shared.queue()
}

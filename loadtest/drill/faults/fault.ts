/** Temporary failure. */
export interface Fault {
  /** Resolves with the pids of the processes hit, if it hits processes. */
  start(): Promise<number[]>
  /** No effect if the fault was not started. */
  end(): Promise<void>
}

/** A fault that `end` undoes once for each start; `start` may return the pids of the processes hit. */
export function createFault(
  start: () => Hits | Promise<Hits>,
  end: () => void | Promise<void>,
): Fault {
  let isActive = false
  return {
    async start() {
      isActive = true
      return (await start()) || []
    },
    async end() {
      const wasActive = isActive
      isActive = false
      if (wasActive) await end()
    },
  }
}

// biome-ignore lint/suspicious/noConfusingVoidType: a fault without processes returns nothing.
type Hits = number[] | void

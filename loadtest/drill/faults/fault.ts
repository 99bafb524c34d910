/** Something that goes wrong for a while. */
export interface Fault {
  /** Resolves with the processes that it has hit, where it is about processes. */
  start(): Promise<number[]>
  /** Harmless where nothing was started. */
  end(): Promise<void>
}

/** A fault that `end` undoes, once for each start; `start` may say which processes it has hit. */
export function createFault(
  start: () => Hits | Promise<Hits>,
  end: () => void | Promise<void>,
): Fault {
  let isAtWork = false
  return {
    async start() {
      isAtWork = true
      return (await start()) || []
    },
    async end() {
      const wasAtWork = isAtWork
      isAtWork = false
      if (wasAtWork) await end()
    },
  }
}

// biome-ignore lint/suspicious/noConfusingVoidType: what hits no process need not say so.
type Hits = number[] | void

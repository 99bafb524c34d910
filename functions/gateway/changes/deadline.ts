import type { Store } from '../../shared/store/store.ts'

export interface Bell {
  /** Resolves when somebody changed something since the last call, or when `signal` aborts. */
  next(signal: AbortSignal): Promise<void>
  close(): void
}

/** Rings when the store changes; rings of a time nobody listens are one. */
export function openBell(store: Pick<Store, 'watch'>): Bell {
  let rung = false
  let wake = () => {}
  const unwatch = store.watch(() => {
    rung = true
    wake()
  })
  return {
    next: async (signal) => {
      if (!rung && !signal.aborted) {
        await new Promise<void>((resolve) => {
          const done = () => {
            signal.removeEventListener('abort', done)
            resolve()
          }
          wake = done
          signal.addEventListener('abort', done)
        })
      }
      rung = false
    },
    close: unwatch,
  }
}

/** Aborts with the first of the signals or after a time. `close` lets go of them. */
export function openDeadline(timeoutMs: number, signals: AbortSignal[]) {
  const end = new AbortController()
  const abort = () => end.abort()
  const timer = setTimeout(abort, timeoutMs)
  for (const signal of signals) {
    if (signal.aborted) abort()
    signal.addEventListener('abort', abort)
  }
  return {
    signal: end.signal,
    abort,
    close: () => {
      clearTimeout(timer)
      for (const signal of signals) signal.removeEventListener('abort', abort)
    },
  }
}

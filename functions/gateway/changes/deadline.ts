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

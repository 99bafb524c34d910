/** Signal that aborts with the first of `signals` or after `timeoutMs`. `close` removes the listeners and the timer. */
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

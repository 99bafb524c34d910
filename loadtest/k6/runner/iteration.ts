import { AsyncLocalStorage } from 'node:async_hooks'

/** The iteration that calls k6's modules: its tags, and a signal that aborts when k6 would interrupt it. */
export const current = new AsyncLocalStorage<{
  tags: Record<string, string>
  signal: AbortSignal
}>()

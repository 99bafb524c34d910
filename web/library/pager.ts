import { signal } from '@preact/signals'
import type { DocumentList } from '../../functions/shared/http/api.ts'
import type { Api } from '../api/api.ts'
import { isRefusal, reasonOf } from '../api/api-problem.ts'
import { type Filter, isFiltered, toListQuery } from './filter.ts'
import type { Library } from './library.ts'

/** `unknown` until the first response; `refused` for a filter that the server does not accept, which is not retried. */
export type PagerState = 'unknown' | 'loading' | 'ready' | 'failed' | 'refused'

export interface PagerDeps {
  api: Pick<Api, 'list'>
  library: Library
  filter: () => Filter
  onLoaded: (documents: DocumentList['documents']) => void
  wait: (callback: () => void, ms: number) => void
}

const retryMs = 4_000

/** Loads the list of documents, filtered, page by page. */
export function createPager({ api, library, filter, onLoaded, wait }: PagerDeps) {
  const state = signal<PagerState>('unknown')
  /** Why the latest request failed, for the user. */
  const reason = signal('')
  const next = signal<string | null>(null)
  /** Greatest id that was listed; ids begin with their time. */
  const newestId = signal('')
  let stop = new AbortController()
  let latest: Promise<number | null> = Promise.resolve(null)
  /** Filter of the shown list. */
  let shown: string | undefined

  function load(query: { limit: number; cursor?: string }): Promise<DocumentList> {
    return api.list({ ...query, ...toListQuery(filter()) }, stop.signal)
  }

  /** What is loading for the first time, or again after a failure, stays `unknown` or `failed` until the answer. */
  async function begin(isRetry = false): Promise<number | null> {
    stop.abort()
    stop = new AbortController()
    const { signal } = stop
    const asked = JSON.stringify(filter())
    // The older part of one list must not follow the newest of another.
    next.value = null
    if (!isRetry && state.value !== 'unknown') state.value = 'loading'
    try {
      const list = await load({ limit: 50 })
      if (signal.aborted) return latest
      shown = asked
      library.show(list.documents)
      library.sweep()
      for (const { id } of list.documents) if (id > newestId.value) newestId.value = id
      next.value = list.next
      state.value = 'ready'
      onLoaded(list.documents)
      return list.changes
    } catch (error) {
      if (signal.aborted) return latest
      const isRefused = isRefusal(error) && isFiltered(filter())
      state.value = isRefused ? 'refused' : 'failed'
      reason.value = reasonOf(error)
      // Rather none than those of another filter.
      if (asked !== shown) library.show([])
      if (isRefused) return null
    }
    await pause(signal)
    return signal.aborted ? latest : begin(true)
  }

  /** Ends at once when the retry is not needed any more. */
  function pause(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      signal.addEventListener('abort', () => resolve())
      wait(resolve, retryMs)
    })
  }

  return {
    state,
    reason,
    next,
    newestId,
    /**
     * Loads the newest documents, after a failure again until it succeeds. Gives the list's change number, null if its
     * filter was refused. A call while another is under way replaces it, and both give the result of the later one.
     */
    reload(): Promise<number | null> {
      latest = begin()
      return latest
    },
    async loadOlder() {
      if (next.value === null || state.value === 'loading') return
      const { signal } = stop
      state.value = 'loading'
      try {
        const list = await load({ limit: 100, cursor: next.value })
        if (signal.aborted) return
        library.showOlder(list.documents)
        next.value = list.next
        state.value = 'ready'
        onLoaded(list.documents)
      } catch {
        if (!signal.aborted) state.value = 'failed'
      }
    },
  }
}

export type Pager = ReturnType<typeof createPager>

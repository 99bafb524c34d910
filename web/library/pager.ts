import { signal } from '@preact/signals'
import type { Api } from '../api/api.ts'
import type { Library } from './library.ts'

/** `unknown` until the first response. */
export type PagerState = 'unknown' | 'loading' | 'ready' | 'failed'

/** Loads the list of all documents page by page. */
export function createPager({ api, library }: { api: Pick<Api, 'list'>; library: Library }) {
  const state = signal<PagerState>('unknown')
  const next = signal<string | null>(null)
  /** Greatest id at the last reload; ids begin with their time. */
  const newestId = signal('')

  return {
    state,
    next,
    newestId,
    /** Loads the newest documents. Gives the list's change number, or null on failure. */
    async reload(): Promise<number | null> {
      if (state.value !== 'unknown') state.value = 'loading'
      try {
        const list = await api.list({ limit: 50 })
        library.show(list.documents)
        newestId.value =
          list.documents
            .map(({ id }) => id)
            .sort()
            .at(-1) ?? ''
        next.value = list.next
        state.value = 'ready'
        return list.changes
      } catch {
        state.value = 'failed'
        return null
      }
    },
    async loadOlder() {
      if (next.value === null || state.value === 'loading') return
      state.value = 'loading'
      try {
        const list = await api.list({ limit: 100, cursor: next.value })
        library.showOlder(list.documents)
        next.value = list.next
        state.value = 'ready'
      } catch {
        state.value = 'failed'
      }
    },
  }
}

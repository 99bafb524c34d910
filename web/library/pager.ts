import { signal } from '@preact/signals'
import type { Api } from '../api/api.ts'
import type { Library } from './library.ts'

/** `unknown` until there was a first answer. */
export type PagerState = 'unknown' | 'loading' | 'ready' | 'failed'

/** Loads the list of all documents, a page at a time. */
export function createPager({ api, library }: { api: Pick<Api, 'list'>; library: Library }) {
  const state = signal<PagerState>('unknown')
  const next = signal<string | null>(null)
  /** The newest document at the last load, by its id, which begins with its time. */
  const horizon = signal('')

  return {
    state,
    next,
    horizon,
    /** Loads the newest documents; the number of the change feed that they are true at, or null. */
    async reload(): Promise<number | null> {
      if (state.value !== 'unknown') state.value = 'loading'
      try {
        const list = await api.list({ limit: 50 })
        library.show(list.documents)
        horizon.value =
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

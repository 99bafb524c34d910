import { signal } from '@preact/signals'
import type { FoundDocument } from '../../functions/shared/http/api.ts'
import type { Api } from '../api/api.ts'
import { formatCount } from '../format/quantity.ts'
import type { Item, Library } from './library.ts'

export interface SearchResult {
  item: Item
  snippet: NonNullable<FoundDocument['snippet']>
}

export interface SearchDeps {
  api: Pick<Api, 'list'>
  library: Library
  announce: (text: string) => void
}

/** Searches all texts and file names. A new query aborts the previous one. */
export function createSearch({ api, library, announce }: SearchDeps) {
  const results = signal<readonly SearchResult[]>([])
  const state = signal<'idle' | 'searching' | 'ready' | 'failed'>('idle')
  const next = signal<string | null>(null)
  let currentQuery = ''
  let stop = new AbortController()

  async function load(cursor: string | null) {
    stop.abort()
    stop = new AbortController()
    const { signal } = stop
    state.value = 'searching'
    try {
      const list = await api.list({ q: currentQuery, limit: 50, ...(cursor && { cursor }) }, signal)
      const found = list.documents.map(({ snippet, ...document }) => ({
        item: library.upsert(document),
        snippet: snippet ?? [],
      }))
      results.value = cursor === null ? found : [...results.value, ...found]
      next.value = list.next
      state.value = 'ready'
      announce(describe(results.value.length, list.next !== null))
    } catch {
      if (!signal.aborted) state.value = 'failed'
    }
  }

  return {
    results,
    state,
    next,
    async find(query: string) {
      if (query === currentQuery && state.value !== 'failed') return
      currentQuery = query
      if (query !== '') return load(null)
      stop.abort()
      results.value = []
      next.value = null
      state.value = 'idle'
    },
    async findMore() {
      if (next.value !== null && state.value === 'ready') await load(next.value)
    },
    remove(id: string) {
      results.value = results.value.filter(({ item }) => item.document.peek()?.id !== id)
    },
  }
}

export type Search = ReturnType<typeof createSearch>

export function describe(count: number, hasMore: boolean): string {
  if (count === 0) return 'Nothing found'
  return `${formatCount(count, 'document')}${hasMore ? ' and more' : ''} found`
}

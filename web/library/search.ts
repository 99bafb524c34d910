import { signal } from '@preact/signals'
import type { FoundDocument } from '../../functions/shared/http/api.ts'
import type { Api } from '../api/api.ts'
import { isRefusal, reasonOf } from '../api/api-problem.ts'
import { formatCount } from '../format/quantity.ts'
import { type Filter, noFilter, toListQuery } from './filter.ts'
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

/** Searches all texts and file names, of the documents of a filter. A new query aborts the previous one. */
export function createSearch({ api, library, announce }: SearchDeps) {
  const results = signal<readonly SearchResult[]>([])
  /** `refused`: by the server, which does not accept the query or the filter. */
  const state = signal<'idle' | 'searching' | 'ready' | 'failed' | 'refused'>('idle')
  /** Why the latest search failed, for the user. */
  const reason = signal('')
  const next = signal<string | null>(null)
  let current = { query: '', filter: noFilter }
  let stop = new AbortController()

  async function load(cursor: string | null) {
    stop.abort()
    stop = new AbortController()
    const { signal } = stop
    state.value = 'searching'
    try {
      const query = { q: current.query, limit: 50, ...toListQuery(current.filter) }
      const list = await api.list({ ...query, ...(cursor && { cursor }) }, signal)
      const found = list.documents.map(({ snippet, ...document }) => ({
        item: library.upsert(document),
        snippet: snippet ?? [],
      }))
      if (cursor === null) {
        results.value = found
        library.sweep()
      } else {
        const shown = new Set(results.value.map(({ item }) => item))
        results.value = [...results.value, ...found.filter(({ item }) => !shown.has(item))]
      }
      next.value = list.next
      state.value = 'ready'
      announce(describe(results.value.length, list.next !== null))
    } catch (error) {
      if (signal.aborted) return
      reason.value = reasonOf(error)
      state.value = isRefusal(error) ? 'refused' : 'failed'
      if (cursor !== null && state.value === 'failed') return
      // They are those of another query.
      results.value = []
      next.value = null
    }
  }

  return {
    results,
    state,
    reason,
    next,
    async find(query: string, filter: Filter = noFilter) {
      const wanted = { query, filter: query === '' ? noFilter : filter }
      const isSame = JSON.stringify(wanted) === JSON.stringify(current)
      if (isSame && state.value !== 'failed') return
      current = wanted
      if (query !== '') return load(null)
      stop.abort()
      results.value = []
      next.value = null
      library.sweep()
      state.value = 'idle'
    },
    async findMore() {
      if (next.value !== null && state.value !== 'searching') await load(next.value)
    },
    remove(id: string) {
      results.value = results.value.filter(({ item }) => item.id !== id)
    },
  }
}

export type Search = ReturnType<typeof createSearch>

export function describe(count: number, hasMore: boolean): string {
  if (count === 0) return 'Nothing found'
  return `${formatCount(count, 'document')}${hasMore ? ' and more' : ''} found`
}

import { signal } from '@preact/signals'
import type { FoundDocument } from '../../functions/shared/http/api.ts'
import type { Api } from '../api/api.ts'
import { formatCount } from '../format/quantity.ts'
import type { Item, Library } from './library.ts'

export interface Finding {
  item: Item
  snippet: NonNullable<FoundDocument['snippet']>
}

export interface SearchDeps {
  api: Pick<Api, 'list'>
  library: Library
  announce: (text: string) => void
}

/** Searches all texts and file names. Only the answer to the last question counts. */
export function createSearch({ api, library, announce }: SearchDeps) {
  const findings = signal<readonly Finding[]>([])
  const state = signal<'idle' | 'searching' | 'ready' | 'failed'>('idle')
  const next = signal<string | null>(null)
  let question = ''
  let stop = new AbortController()

  async function ask(cursor: string | null) {
    stop.abort()
    stop = new AbortController()
    const { signal } = stop
    state.value = 'searching'
    try {
      const list = await api.list({ q: question, limit: 50, ...(cursor && { cursor }) }, signal)
      const found = list.documents.map(({ snippet, ...document }) => ({
        item: library.adopt(document),
        snippet: snippet ?? [],
      }))
      findings.value = cursor === null ? found : [...findings.value, ...found]
      next.value = list.next
      state.value = 'ready'
      announce(describe(findings.value.length, list.next !== null))
    } catch {
      if (!signal.aborted) state.value = 'failed'
    }
  }

  return {
    findings,
    state,
    next,
    async find(query: string) {
      if (query === question && state.value !== 'failed') return
      question = query
      if (query !== '') return ask(null)
      stop.abort()
      findings.value = []
      next.value = null
      state.value = 'idle'
    },
    async findMore() {
      if (next.value !== null && state.value === 'ready') await ask(next.value)
    },
    remove(id: string) {
      findings.value = findings.value.filter(({ item }) => item.document.peek()?.id !== id)
    },
  }
}

export type Search = ReturnType<typeof createSearch>

export function describe(count: number, hasMore: boolean): string {
  if (count === 0) return 'Nothing found'
  return `${formatCount(count, 'document')}${hasMore ? ' and more' : ''} found`
}

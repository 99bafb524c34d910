import { signal } from '@preact/signals'
import { expect, vi } from 'vitest'
import type { Document, PageWithWords } from '../../functions/shared/http/api.ts'
import type { WordEdit } from '../api/api.ts'
import type { Detail } from '../app/detail.ts'
import { createNotices } from '../app/notices.ts'
import { toQueuedDocument } from '../library/queued-document.ts'
import type { Navigation } from '../routing/navigation.ts'
import { createReader } from './create-reader.ts'
import type { ReaderSettings } from './reader-settings.ts'

type Texts = [first: string, second: string]

export function documentOf(id: string, texts: Texts, correctedAt: string | null = null): Document {
  const queued = toQueuedDocument({ id, pages: 2 })
  const textOf = (page: number) => texts[page - 1] ?? ''
  return {
    ...queued,
    pages: queued.pages.map((page) => ({
      ...page,
      ...{ status: 'done', text: textOf(page.page), correctedAt },
    })),
  }
}

/** A page of the document, with its words side by side. */
function pageOf(document: Document, number: number): PageWithWords {
  const page = document.pages[number - 1]
  if (!page) throw new Error('Expected a page')
  const words = page.text?.split(' ').map((text, index): PageWithWords['words'][number] => ({
    ...{ text, confidence: 90, box: [index * 10, 0, index * 10 + 9, 9] },
  }))
  return { ...page, words: words ?? [], wordsOmitted: false }
}

/** A reader of two documents, whose corrections are answered by hand, in their order. */
export async function openReader({ query = '' } = {}) {
  const server: Record<string, Document> = {
    a: documentOf('a', ['teh cat', 'second']),
    b: documentOf('b', ['other words', 'last']),
  }
  const document = signal<Document | null>(server.a ?? null)
  const state = signal({ kind: 'open', item: { document } })
  const route = signal({ view: 'documents', query, documentId: 'a', page: null as number | null })
  const sent: {
    id: string
    page: number
    words: WordEdit[]
    answer: (text: string, at: string) => void
    fail: (error: Error) => void
  }[] = []
  const api = {
    page: async (id: string, page: number) => pageOf(server[id] as Document, page),
    correct: vi.fn((id: string, page: number, words: WordEdit[]) => {
      const { promise, resolve, reject } = Promise.withResolvers<PageWithWords>()
      const answer = (text: string, at: string) =>
        resolve(pageOf(documentOf(id, [text, text], at), page))
      sent.push({ id, page, words, answer, fail: reject })
      return promise
    }),
    restore: vi.fn(),
  }
  const notices = createNotices({ showMs: 1_000 })
  const reader = createReader({
    ...{ api, notices },
    detail: { state } as unknown as Detail,
    navigation: { route } as unknown as Navigation,
    settings: { threshold: signal(75) } as unknown as ReaderSettings,
  })
  const shown = () => reader.tokens.value.map(({ text }) => text).join(' ')
  const open = (id: string, page: number | null = null) => {
    route.value = { ...route.value, documentId: id, page }
    document.value = server[id] ?? null
  }
  /** Somebody else has corrected the first page of a document. */
  const change = (id: string, text: string, at: string) => {
    server[id] = documentOf(id, [text, 'second'], at)
    document.value = server[id]
  }
  const begin = (index: number, what: 'word' | 'line', typed: string) => {
    reader.editor.begin({ index, what })
    const edit = reader.editor.editing.value
    if (!edit) throw new Error('Expected an edit')
    edit.typed = typed
    return edit
  }
  const notice = () => notices.shown.value.at(-1)?.text
  await expect.poll(shown).not.toBe('')
  return { ...reader, sent, shown, open, change, begin, notice, document }
}

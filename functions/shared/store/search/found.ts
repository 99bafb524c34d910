import { setImmediate } from 'node:timers/promises'
import type { Phrase } from '../../search/phrases.ts'
import type { DocumentList, StoredDocument } from '../values/stored.ts'
import { toSnippet } from './snippet.ts'

/** Found document, and its best matching page; null if only the file name matches. */
export interface Found {
  document: StoredDocument
  bestPage: number | null
}

/** Documents with their snippets. Yields to the event loop after each snippet, because texts may be long. */
export async function withSnippets(
  found: Found[],
  phrases: Phrase[],
): Promise<DocumentList['documents']> {
  const documents: DocumentList['documents'] = []
  for (const { document, bestPage } of found) {
    const text = document.pages.find(({ page }) => page === bestPage)?.text
    documents.push({ ...document, snippet: text ? toSnippet(text, phrases) : null })
    if (text) await setImmediate()
  }
  return documents
}

import { setImmediate } from 'node:timers/promises'
import type { Phrase } from '../../search/phrases.ts'
import type { DocumentList, StoredDocument } from '../values/stored.ts'
import { toSnippet } from './snippet.ts'

/** A document, and the page of it that says most of what was looked for; null where only its file name does. */
export interface Found {
  document: StoredDocument
  bestPage: number | null
}

/** The documents with their snippets. A text may be long: others have their turn after each snippet. */
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

import { type Phrase, phrasesOf } from '../../search/phrases.ts'
import { createdBetween } from '../created-between.ts'
import { listCursor, listPart } from '../cursor.ts'
import {
  type DocumentRow,
  documentColumns,
  type PageRow,
  pageColumns,
  toDocument,
} from '../rows.ts'
import { withSnippets } from '../search/found.ts'
import type { DocumentFilter, DocumentList, StoredDocument } from '../stored.ts'
import type { Database } from './database.ts'
import type { Feed } from './feed.ts'
import type { Search } from './search.ts'

/**
 * Reads documents, one or many. Everything in an answer is of the moment that its `changes` names; a search's
 * documents are of their own, which is later.
 */
export function createDocuments(deps: { database: Database; feed: Feed; search: Search }) {
  const { database, feed, search } = deps
  const byId = database.prepare<DocumentRow>(`
    SELECT ${documentColumns} FROM documents WHERE id = :documentId`)
  const bySeq = database.prepare<DocumentRow>(`
    SELECT ${documentColumns} FROM documents
    WHERE seq = :seq AND (:status IS NULL OR status = :status)`)
  const pagesOf = database.prepare<PageRow>(`
    SELECT ${pageColumns} FROM pages LEFT JOIN texts USING (page_id)
    WHERE document_seq = :seq ORDER BY page`)

  const newestBefore = (conditions: string) =>
    database.prepare<DocumentRow>(`
      SELECT ${documentColumns} FROM documents
      WHERE seq < :before AND created_at >= :createdAfter AND created_at < :createdBefore ${conditions}
      ORDER BY seq DESC LIMIT :limit`)
  const newest = newestBefore('')
  const newestOfStatus = newestBefore('AND status = :status')
  const newestOfBatch = newestBefore('AND batch = :batch')
  const newestOfBoth = newestBefore('AND status = :status AND batch = :batch')

  function findNewest(filter: DocumentFilter, limit: number): DocumentRow[] {
    const { status, batch } = filter
    const before = filter.cursor === undefined ? Number.MAX_SAFE_INTEGER : listCursor(filter.cursor)
    const part = { before, limit, ...createdBetween(filter) }
    if (status && batch !== undefined) return newestOfBoth.all({ ...part, status, batch })
    if (status) return newestOfStatus.all({ ...part, status })
    if (batch !== undefined) return newestOfBatch.all({ ...part, batch })
    return newest.all(part)
  }

  function withPages(row: DocumentRow, changes: number): StoredDocument {
    return toDocument(row, { changes, pages: pagesOf.all({ seq: row.seq }) })
  }

  async function searched(phrases: Phrase[], filter: DocumentFilter): Promise<DocumentList> {
    // Who follows from there hears of all that is written while the search runs.
    const changes = feed.latest()
    const { found, next } = await search.find(phrases, filter)
    const documents = database.read(() => {
      const latest = feed.latest()
      // What was deleted or has another status by now is left out.
      return found.flatMap(({ seq, bestPage }) => {
        const row = bySeq.get({ seq, status: filter.status ?? null })
        return row ? [{ document: withPages(row, latest), bestPage }] : []
      })
    })
    return { documents: await withSnippets(documents, phrases), next, changes }
  }

  return {
    document(documentId: string): StoredDocument | null {
      return database.read(() => {
        const row = byId.get({ documentId })
        return row ? withPages(row, feed.latest()) : null
      })
    },

    async documents(filter: DocumentFilter): Promise<DocumentList> {
      if (filter.query !== undefined) return searched(phrasesOf(filter.query), filter)
      return database.read(() => {
        const changes = feed.latest()
        const rows = findNewest(filter, filter.limit + 1)
        const { shown, next } = listPart(rows, filter.limit, ({ seq }) => seq)
        const documents = shown.map((row) => ({ ...withPages(row, changes), snippet: null }))
        return { documents, next, changes }
      })
    },
  }
}

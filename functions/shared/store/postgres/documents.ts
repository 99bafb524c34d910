import { phrasesOf } from '../../search/phrases.ts'
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
import type { Database, Queries } from './database.ts'
import type { Feed } from './feed.ts'
import { type FoundRow, search } from './search.ts'
import { createSearchTurns } from './search-turns.ts'

/** Reads documents, one or many. Everything in an answer is of the moment that its `changes` names. */
export function createDocuments({ database, feed }: { database: Database; feed: Feed }) {
  const inTurn = createSearchTurns()

  function list(find: (snapshot: Queries) => Promise<{ found: FoundRow[]; next: string | null }>) {
    return database.read(async (snapshot) => {
      const changes = await feed.latest(snapshot)
      const { found, next } = await find(snapshot)
      const pages = await pagesOf(snapshot, found)
      const documents = found.map((row) => ({
        document: toDocument(row, { changes, pages: pages.get(row.seq) ?? [] }),
        bestPage: row.bestPage,
      }))
      return { found: documents, next, changes }
    })
  }

  return {
    document(documentId: string): Promise<StoredDocument | null> {
      return database.read(async (snapshot) => {
        const row = await snapshot.get<DocumentRow>(
          `SELECT ${documentColumns} FROM documents WHERE id = :documentId`,
          { documentId },
        )
        if (!row) return null
        const pages = await pagesOf(snapshot, [row])
        return toDocument(row, {
          changes: await feed.latest(snapshot),
          pages: pages.get(row.seq) ?? [],
        })
      })
    },

    async documents(filter: DocumentFilter): Promise<DocumentList> {
      if (filter.query === undefined) {
        const { found, ...about } = await list((snapshot) => newest(snapshot, filter))
        return {
          ...about,
          documents: found.map(({ document }) => ({ ...document, snippet: null })),
        }
      }
      const phrases = phrasesOf(filter.query)
      const { found, ...about } = await inTurn((leftMs) =>
        list((snapshot) => search(snapshot, phrases, filter, leftMs)),
      )
      return { ...about, documents: await withSnippets(found, phrases) }
    },
  }
}

async function newest(
  snapshot: Queries,
  filter: DocumentFilter,
): Promise<{ found: FoundRow[]; next: string | null }> {
  const { status, batch, cursor, limit } = filter
  const rows = await snapshot.all<FoundRow>(
    `SELECT ${documentColumns}, NULL AS "bestPage" FROM documents
     WHERE seq < :before AND (:status::text IS NULL OR status = :status)
       AND (:batch::text IS NULL OR batch = :batch)
       AND created_at >= :createdAfter AND created_at < :createdBefore
     ORDER BY seq DESC LIMIT :limit`,
    {
      before: cursor === undefined ? Number.MAX_SAFE_INTEGER : listCursor(cursor),
      status: status ?? null,
      batch: batch ?? null,
      ...createdBetween(filter),
      limit: limit + 1,
    },
  )
  const { shown, next } = listPart(rows, limit, ({ seq }) => seq)
  return { found: shown, next }
}

/** The pages of all of them, by the documents' insertion numbers. */
async function pagesOf(
  snapshot: Queries,
  documents: DocumentRow[],
): Promise<Map<number, PageRow[]>> {
  const rows = await snapshot.all<PageRow & { document_seq: number }>(
    `SELECT document_seq, ${pageColumns} FROM pages LEFT JOIN texts USING (page_id)
     WHERE document_seq = ANY (:seqs::bigint[]) ORDER BY document_seq, page`,
    { seqs: documents.map(({ seq }) => seq) },
  )
  return Map.groupBy(rows, (row) => row.document_seq)
}

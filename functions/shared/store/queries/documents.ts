import { phrasesOf } from '../../search/phrases.ts'
import type { Engine, Queries, RankedRow, SearchOptions } from '../engine.ts'
import { type Found, withSnippets } from '../search/found.ts'
import { nextOf, restOf, searchRanges } from '../search/parts.ts'
import { listCursor, listPart } from '../values/cursor.ts'
import {
  type DocumentRow,
  documentColumns,
  joinedTexts,
  type PageRow,
  pageColumns,
  toDocument,
} from '../values/rows.ts'
import { toStorable } from '../values/storable.ts'
import type { DocumentFilter, DocumentList, StoredDocument, TextVersion } from '../values/stored.ts'
import type { Feed } from './feed.ts'

/** Pages of the documents in one part of a list, unless it has a single document: an answer has their texts. */
export const maxListedPages = 2_000

/**
 * Reads documents, one or many. A result is a snapshot that includes exactly the changes up to `changes`; the
 * documents of a search may be of a later snapshot.
 */
export function createDocuments(deps: { engine: Pick<Engine, 'database' | 'search'>; feed: Feed }) {
  const { engine, feed } = deps
  const { database } = engine

  async function withPages(
    snapshot: Queries,
    rows: DocumentRow[],
    version?: TextVersion,
  ): Promise<StoredDocument[]> {
    const changes = await feed.latest(snapshot)
    const pages = await pagesOf(snapshot, rows, version)
    return rows.map((row) => toDocument(row, { changes, pages: pages.get(row.seq) ?? [] }))
  }

  async function searched(query: string, filter: DocumentFilter): Promise<DocumentList> {
    // Read before the search, so that a follower of the feed misses no change made during the search.
    const changes = await feed.latest(database)
    const phrases = phrasesOf(query)
    if (phrases.length === 0) return { documents: [], next: null, changes }
    const options = toSearchOptions(filter)
    for (const range of searchRanges(filter)) {
      const { position, limit } = range
      const part = await engine.search(
        phrases,
        { ...options, position, limit },
        async (snapshot, ranked) => {
          const rest = restOf(ranked, range)
          if (rest === null) return null
          const fittingRows = await fitting(snapshot, rest.slice(0, filter.limit))
          const shown = rest.slice(0, fittingRows)
          const found = await toFound(snapshot, shown, filter)
          const end = ranked.length - rest.length + shown.length
          return { found, next: nextOf(ranked, end, range) }
        },
      )
      if (part === null) continue
      const documents = await withSnippets(part.found, phrases)
      return { documents, next: part.next, changes }
    }
    throw new Error('Expected the last range to have a part')
  }

  /** Documents that were deleted, or have another status by now, are left out. */
  async function toFound(snapshot: Queries, ranked: RankedRow[], filter: DocumentFilter) {
    const rows = await documentsOf(snapshot, ranked, filter)
    const documents = new Map(
      (await withPages(snapshot, rows)).map((document, index) => [rows[index]?.seq, document]),
    )
    return ranked.flatMap(({ seq, bestPage }): Found[] => {
      const document = documents.get(seq)
      return document ? [{ document, bestPage }] : []
    })
  }

  return {
    document(documentId: string, version?: TextVersion): Promise<StoredDocument | null> {
      return database.read(async (snapshot) => {
        const row = await snapshot.get<DocumentRow>(
          `SELECT ${documentColumns} FROM documents WHERE id = :documentId`,
          { documentId },
        )
        return row ? ((await withPages(snapshot, [row], version))[0] ?? null) : null
      })
    },

    async documents(filter: DocumentFilter): Promise<DocumentList> {
      if (filter.query !== undefined) return searched(filter.query, filter)
      return database.read(async (snapshot) => {
        const changes = await feed.latest(snapshot)
        const { shown, next } = await newest(snapshot, filter)
        const documents = await withPages(snapshot, shown)
        return {
          documents: documents.map((document) => ({ ...document, snippet: null })),
          ...{ next, changes },
        }
      })
    },
  }
}

async function newest(snapshot: Queries, filter: DocumentFilter) {
  const { status, kind, batch, ids, cursor, limit } = filter
  const rows = await snapshot.all<DocumentRow>(
    `SELECT ${documentColumns} FROM documents
     WHERE seq < :before AND created_at >= :createdAfter AND created_at < :createdBefore
       ${status === undefined ? '' : 'AND status = :status'}
       ${kind === undefined ? '' : 'AND kind = :kind'}
       ${batch === undefined ? '' : 'AND batch = :batch'}
       ${ids === undefined ? '' : `AND id IN ${snapshot.dialect.texts(':ids')}`}
     ORDER BY seq DESC LIMIT :limit`,
    {
      before: cursor === undefined ? Number.MAX_SAFE_INTEGER : listCursor(cursor),
      ...createdBetween(filter),
      ...(status !== undefined && { status }),
      ...(kind !== undefined && { kind }),
      ...(batch !== undefined && { batch }),
      ...(ids !== undefined && { ids }),
      limit: limit + 1,
    },
  )
  return listPart(rows, await fitting(snapshot, rows.slice(0, limit)), ({ seq }) => seq)
}

/** Number of the documents, from the first, that one part of a list has: at least one, if there is any. */
async function fitting(snapshot: Queries, rows: { seq: number }[]): Promise<number> {
  const counted = await snapshot.all<{ seq: number; pages: number }>(
    `SELECT document_seq AS seq, count(*) AS pages FROM pages
     WHERE document_seq IN (SELECT value FROM ${snapshot.dialect.elements(':seqs')}) GROUP BY document_seq`,
    { seqs: rows.map(({ seq }) => seq) },
  )
  const countOf = new Map(counted.map(({ seq, pages }) => [seq, pages]))
  let [documents, pages] = [0, 0]
  for (const { seq } of rows) {
    pages += countOf.get(seq) ?? 0
    if (documents > 0 && pages > maxListedPages) break
    documents += 1
  }
  return documents
}

/** Rows of the ranked documents that still exist and have the requested status. */
function documentsOf(
  snapshot: Queries,
  ranked: RankedRow[],
  { status }: DocumentFilter,
): Promise<DocumentRow[]> {
  return snapshot.all(
    `SELECT ${documentColumns} FROM documents WHERE seq IN (SELECT value FROM ${snapshot.dialect.elements(':seqs')})
     ${status === undefined ? '' : 'AND status = :status'}`,
    { seqs: ranked.map(({ seq }) => seq), ...(status !== undefined && { status }) },
  )
}

/** Pages of the documents, by insertion number of the document. */
async function pagesOf(
  snapshot: Queries,
  documents: DocumentRow[],
  version?: TextVersion,
): Promise<Map<number, PageRow[]>> {
  const rows = await snapshot.all<PageRow>(
    `SELECT ${pageColumns(version)} FROM pages ${joinedTexts}
     WHERE document_seq IN (SELECT value FROM ${snapshot.dialect.elements(':seqs')}) ORDER BY document_seq, page`,
    { seqs: documents.map(({ seq }) => seq) },
  )
  return Map.groupBy(rows, ({ seq }) => seq)
}

function toSearchOptions(filter: DocumentFilter): Omit<SearchOptions, 'limit' | 'position'> {
  const { status, kind, batch } = filter
  return {
    ...{ status: status ?? null, kind: kind ?? null },
    batch: batch === undefined ? null : toStorable(batch),
    ...createdBetween(filter),
  }
}

/** `createdAfter` <= ms since 1970 < `createdBefore` */
function createdBetween({ createdAfter, createdBefore }: DocumentFilter) {
  return {
    createdAfter: createdAfter?.getTime() ?? Number.MIN_SAFE_INTEGER,
    createdBefore: createdBefore?.getTime() ?? Number.MAX_SAFE_INTEGER,
  }
}

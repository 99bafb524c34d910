import type { Added, KeylessDocument, NewDocument } from '../stored.ts'
import type { Database } from './database.ts'
import type { Feed } from './feed.ts'
import type { Originals } from './originals.ts'
import { toSearched } from './text-search.ts'

/** Larger documents take several transactions, so that nobody waits for all of their bytes. */
const maxAtOnceBytes = 8 * 1024 * 1024

/** How documents come into the store. */
export function createAdditions(deps: { database: Database; feed: Feed; originals: Originals }) {
  const { database, feed, originals } = deps
  const findKey = database.prepare<{ id: string; fingerprint: string }>(`
    SELECT id, fingerprint FROM idempotency_keys JOIN documents ON seq = document_seq
    WHERE key = :key`)
  const insertKey = database.prepare(`
    INSERT INTO idempotency_keys (key, fingerprint, document_seq, created_at)
    VALUES (:key, :fingerprint, :seq, :at)`)
  const insertDocument = database.prepare<{ seq: number }>(`
    INSERT INTO documents
      (id, status, created_at, filename, name_searched, batch, language, traceparent)
    VALUES (:id, 'queued', :createdAt, :filename, :searched, :batch, :language, :traceparent)
    RETURNING seq`)
  const insertPage = database.prepare<{ page_id: number }>(`
    INSERT INTO pages (page_id, document_seq, page, width, height)
    VALUES (:pageId, :seq, :page, :width, :height) RETURNING page_id`)
  // No page that is added later has one of these ids: https://sqlite.org/autoinc.html
  const beginIds = database.prepare(`
    INSERT INTO sqlite_sequence (name, seq)
    SELECT 'pages', 0 WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = 'pages')`)
  const takeIds = database.prepare<{ last: number }>(`
    UPDATE sqlite_sequence SET seq = seq + :count WHERE name = 'pages' RETURNING seq AS last`)

  function reservePageIds(count: number): number[] {
    beginIds.run()
    const { last } = inserted(takeIds.get({ count }))
    return Array.from({ length: count }, (_, index) => last - count + 1 + index)
  }

  /** With `pageIds` the bytes of its pages are saved already. */
  function insert(document: NewDocument, pageIds: number[] = []) {
    const { id, filename, batch, language, traceparent, idempotency } = document
    const createdAt = document.createdAt.getTime()
    const searched = filename && toSearched(filename)
    const about = { id, createdAt, filename, searched, batch, language, traceparent }
    const { seq } = inserted(insertDocument.get(about))
    for (const [index, page] of document.pages.entries()) {
      const { width, height } = page
      const pageId = pageIds[index] ?? null
      const { page_id } = inserted(insertPage.get({ pageId, seq, page: index + 1, width, height }))
      originals.saveAbout(page_id, page)
      if (pageId === null) originals.saveBytes(page_id, page)
    }
    if (idempotency) insertKey.run({ ...idempotency, at: idempotency.at.getTime(), seq })
    feed.documentChanged(id, 'queued')
  }

  const knownBy = ({ idempotency }: NewDocument) =>
    idempotency ? findKey.get({ key: idempotency.key }) : undefined

  function add(document: NewDocument, pageIds?: number[]): Added {
    const known = knownBy(document)
    if (known) return { added: false, documentId: known.id, fingerprint: known.fingerprint }
    insert(document, pageIds)
    return { added: true }
  }

  return {
    async addDocument(document: NewDocument): Promise<Added> {
      const { pages } = document
      const bytes = pages.reduce((sum, page) => sum + page.bytes, 0)
      if (bytes <= maxAtOnceBytes || knownBy(document)) return database.write(() => add(document))
      const pageIds = await database.write(() => reservePageIds(pages.length))
      return originals.saveAhead(pageIds, pages, () => add(document, pageIds))
    },

    addDocuments(documents: KeylessDocument[]): Promise<void> {
      return database.write(() => {
        for (const document of documents) insert(document)
      })
    },
  }
}

function inserted<Row>(row: Row | undefined): Row {
  if (row === undefined) throw new Error('Expected an INSERT to return its row')
  return row
}

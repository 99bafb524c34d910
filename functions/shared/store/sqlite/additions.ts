import type { Added, KeylessDocument, NewDocument } from '../stored.ts'
import type { Database } from './database.ts'
import type { Feed } from './feed.ts'
import type { Originals } from './originals.ts'
import { toSearched } from './text-search.ts'

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
    INSERT INTO pages (document_seq, page, width, height)
    VALUES (:seq, :page, :width, :height) RETURNING page_id`)

  function insert(document: NewDocument) {
    const { id, filename, batch, language, traceparent, idempotency } = document
    const createdAt = document.createdAt.getTime()
    const searched = filename && toSearched(filename)
    const about = { id, createdAt, filename, searched, batch, language, traceparent }
    const { seq } = inserted(insertDocument.get(about))
    for (const [index, page] of document.pages.entries()) {
      const { width, height } = page
      const { page_id } = inserted(insertPage.get({ seq, page: index + 1, width, height }))
      originals.save(page_id, page)
    }
    if (idempotency) insertKey.run({ ...idempotency, at: idempotency.at.getTime(), seq })
    feed.documentChanged(id, 'queued')
  }

  return {
    addDocument(document: NewDocument): Promise<Added> {
      return database.write(() => {
        if (document.idempotency) {
          const known = findKey.get({ key: document.idempotency.key })
          if (known) return { added: false, documentId: known.id, fingerprint: known.fingerprint }
        }
        insert(document)
        return { added: true }
      })
    },

    addDocuments(documents: KeylessDocument[]): Promise<void> {
      return database.write(() => documents.forEach(insert))
    },
  }
}

function inserted<Row>(row: Row | undefined): Row {
  if (row === undefined) throw new Error('Expected an INSERT to return its row')
  return row
}

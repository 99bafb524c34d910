import { checksumOf } from '../checksum.ts'
import type { Added, IdempotencyKey, NewDocument } from '../stored.ts'
import type { Queries } from './database.ts'
import type { Feed } from './feed.ts'
import { toVector } from './text-search.ts'

/** How documents come into the store. */
export function createAdditions({ feed }: { feed: Feed }) {
  return {
    addDocument(document: NewDocument): Promise<Added> {
      const { id, idempotency } = document
      return feed.write(async (transaction, tell) => {
        if (idempotency) {
          const known = await findKey(transaction, idempotency)
          if (known && known.id !== id) {
            return { added: false, documentId: known.id, fingerprint: known.fingerprint }
          }
        }
        const seq = await insertDocument(transaction, document)
        if (seq === undefined) {
          // Whoever has this id is this very call, when its COMMIT was not answered.
          if (transaction.isRepeated) return { added: true }
          throw new Error(`Expected a new id, got ${id} of a document that is there`)
        }
        await insertPages(transaction, seq, document.pages)
        if (idempotency) await insertKey(transaction, seq, idempotency)
        tell({ kind: 'document', documentId: id, status: 'queued' })
        return { added: true }
      })
    },
  }
}

/** Of two that bring one key at the same time, the second looks when the first is done. */
async function findKey(transaction: Queries, { key }: IdempotencyKey) {
  await transaction.run('SELECT pg_advisory_xact_lock(hashtextextended(:key, 0))', { key })
  return transaction.get<{ id: string; fingerprint: string }>(
    `SELECT id, fingerprint FROM idempotency_keys JOIN documents ON seq = document_seq
     WHERE key = :key`,
    { key },
  )
}

async function insertKey(transaction: Queries, seq: number, key: IdempotencyKey) {
  await transaction.run(
    `INSERT INTO idempotency_keys (key, fingerprint, document_seq, created_at)
     VALUES (:key, :fingerprint, :seq, :at)`,
    { key: key.key, fingerprint: key.fingerprint, seq, at: key.at.getTime() },
  )
}

/** Its insertion number; undefined where the id is taken. */
async function insertDocument(
  transaction: Queries,
  { id, createdAt, filename, batch, language, traceparent }: NewDocument,
): Promise<number | undefined> {
  const row = await transaction.get<{ seq: number }>(
    `INSERT INTO documents
       (id, status, created_at, filename, name_searched, batch, language, traceparent)
     VALUES
       (:id, 'queued', :createdAt, :filename, :searched::tsvector, :batch, :language, :traceparent)
     ON CONFLICT (id) DO NOTHING RETURNING seq`,
    {
      ...{ id, createdAt: createdAt.getTime(), batch, language, traceparent },
      ...{ filename, searched: filename && toVector(filename) },
    },
  )
  return row?.seq
}

async function insertPages(transaction: Queries, seq: number, pages: NewDocument['pages']) {
  const rows = await transaction.all<{ pageId: number; page: number }>(
    `INSERT INTO pages (document_seq, page, width, height)
     SELECT :seq, page, width, height
     FROM unnest(:widths::int[], :heights::int[]) WITH ORDINALITY AS sizes (width, height, page)
     RETURNING page_id AS "pageId", page`,
    { seq, widths: pages.map(({ width }) => width), heights: pages.map(({ height }) => height) },
  )
  // One by one: each is an image.
  for (const { pageId, page } of rows) {
    const original = pages[page - 1]
    if (!original) throw new Error(`Expected page ${page} to be one of ${pages.length}`)
    const { mediaType, image } = original
    await transaction.run(
      `INSERT INTO originals (page_id, media_type, checksum, image)
       VALUES (:pageId, :mediaType, :checksum, :image)`,
      { pageId, mediaType, checksum: checksumOf(image), image },
    )
  }
}

import type { Added, IdempotencyKey, KeylessDocument, NewDocument } from '../stored.ts'
import type { Queries, Transaction } from './database.ts'
import type { Feed, Tell } from './feed.ts'
import { insertOriginals } from './originals.ts'
import { toVector } from './text-search.ts'

/** How documents come into the store. */
export function createAdditions({ feed }: { feed: Feed }) {
  return {
    addDocument(document: NewDocument): Promise<Added> {
      const { idempotency } = document
      return feed.write(async (transaction, tell) => {
        if (idempotency) {
          const known = await findKey(transaction, idempotency)
          if (known && known.id !== document.id) {
            return { added: false, documentId: known.id, fingerprint: known.fingerprint }
          }
        }
        const seq = (await insert(transaction, tell, [document])).get(document.id)
        if (idempotency && seq !== undefined) await insertKey(transaction, seq, idempotency)
        return { added: true }
      })
    },

    addDocuments(documents: KeylessDocument[]): Promise<void> {
      return feed.write(async (transaction, tell) => {
        await insert(transaction, tell, documents)
      })
    },
  }
}

/** Saves them by as few statements as the sizes of their pictures let it. Their insertion numbers by id. */
async function insert(
  transaction: Transaction,
  tell: Tell,
  documents: NewDocument[],
): Promise<Map<string, number>> {
  const seqs = await insertDocuments(transaction, documents)
  // Whoever has these ids is this very call, when its COMMIT was not answered.
  if (seqs.size === 0 && transaction.isRepeated) return seqs
  const taken = documents.find(({ id }) => !seqs.has(id))
  if (taken) throw new Error(`Expected a new id, got ${taken.id} of a document that is there`)
  const pages = documents.flatMap(({ id, pages }) =>
    pages.map((page, index) => ({ ...page, seq: seqs.get(id), page: index + 1 })),
  )
  const pageIds = await insertPages(transaction, pages)
  await insertOriginals(
    transaction,
    pages.map((page) => ({ ...page, pageId: pageIds.get(placeOf(page)) })),
  )
  for (const { id } of documents) tell({ kind: 'document', documentId: id, status: 'queued' })
  return seqs
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

/** Their insertion numbers by id, in their order; of those whose id is not taken. */
async function insertDocuments(
  transaction: Queries,
  documents: NewDocument[],
): Promise<Map<string, number>> {
  const rows = await transaction.all<{ seq: number; id: string }>(
    `INSERT INTO documents
       (id, status, created_at, filename, name_searched, batch, language, traceparent)
     SELECT id, 'queued', created_at, filename, searched::tsvector, batch, language, traceparent
     FROM unnest(:ids::text[], :times::bigint[], :filenames::text[], :searched::text[],
                 :batches::text[], :languages::text[], :traceparents::text[])
       WITH ORDINALITY
       AS added (id, created_at, filename, searched, batch, language, traceparent, number)
     ORDER BY number
     ON CONFLICT (id) DO NOTHING RETURNING seq, id`,
    {
      ids: documents.map(({ id }) => id),
      times: documents.map(({ createdAt }) => createdAt.getTime()),
      filenames: documents.map(({ filename }) => filename),
      searched: documents.map(({ filename }) => filename && toVector(filename)),
      batches: documents.map(({ batch }) => batch),
      languages: documents.map(({ language }) => language),
      traceparents: documents.map(({ traceparent }) => traceparent),
    },
  )
  return new Map(rows.map(({ id, seq }) => [id, seq]))
}

interface Place {
  seq: number | undefined
  page: number
}

const placeOf = ({ seq, page }: Place) => `${seq}/${page}`

/** Their ids by their places: the server does not say in which order it returns rows. */
async function insertPages(
  transaction: Queries,
  pages: (Place & { width: number; height: number })[],
): Promise<Map<string, number>> {
  const rows = await transaction.all<Place & { pageId: number }>(
    `INSERT INTO pages (document_seq, page, width, height)
     SELECT seq, page, width, height
     FROM unnest(:seqs::bigint[], :pages::int[], :widths::int[], :heights::int[])
       WITH ORDINALITY AS added (seq, page, width, height, number)
     ORDER BY number
     RETURNING document_seq AS seq, page, page_id AS "pageId"`,
    {
      seqs: pages.map(({ seq }) => seq ?? null),
      pages: pages.map(({ page }) => page),
      widths: pages.map(({ width }) => width),
      heights: pages.map(({ height }) => height),
    },
  )
  return new Map(rows.map((row) => [placeOf(row), row.pageId]))
}

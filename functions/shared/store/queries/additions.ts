import { pdfMediaType } from '../../pdf/media-type.ts'
import type { PdfText } from '../../settings/pdf-text.ts'
import type { Database, Engine, Queries, SavedAhead, Transaction } from '../engine.ts'
import { isFirst } from '../originals.ts'
import type { Added, KeylessDocument, NewDocument, NewPage } from '../values/new-document.ts'
import type { DocumentKind } from '../values/stored.ts'
import type { Emit, Feed } from './feed.ts'
import { insertChunks } from './originals.ts'

export interface AdditionDeps {
  engine: Pick<Engine, 'database' | 'lock' | 'toSearched' | 'largeOriginals'>
  feed: Feed
}

/** Adds documents to the store. */
export function createAdditions({ engine, feed }: AdditionDeps) {
  const { database, largeOriginals, toSearched } = engine

  const write = (document: NewDocument, ahead: SavedAhead | null): Promise<Added> =>
    feed.write(async (transaction, emit) => {
      const { idempotency } = document
      // Of two concurrent uploads with the same key, the second waits for the first.
      if (idempotency) await engine.lock(transaction, `key ${idempotency.key}`)
      const known = idempotency && (await documentOfKey(transaction, idempotency.key))
      if (known && known.id !== document.id) {
        return { added: false, documentId: known.id, fingerprint: known.fingerprint }
      }
      await ahead?.requireSaved(transaction)
      const seqs = await add(transaction, emit, [document], ahead)
      const seq = seqs.get(document.id)
      if (idempotency && seq !== undefined) {
        const { key, fingerprint, at } = idempotency
        const row = { key, fingerprint, document_seq: seq, created_at: at.getTime() }
        await transaction.insert('idempotency_keys', [row])
      }
      return { added: true }
    })

  /** Inserts documents, with as few statements as their sizes allow. Resolves with their insertion numbers by id. */
  async function add(
    transaction: Transaction,
    emit: Emit,
    documents: NewDocument[],
    ahead: SavedAhead | null,
  ): Promise<Map<string, number>> {
    const seqs = await insertDocuments(transaction, documents)
    // The ids exist because an earlier attempt of this call committed without a response.
    if (seqs.size === 0 && transaction.isRepeated) return seqs
    const taken = documents.find(({ id }) => !seqs.has(id))
    if (taken) throw new Error(`Expected a new id, got ${taken.id} of an existing document`)
    const pages = documents.flatMap(({ id, bulk = false, text = null, pages }) =>
      pages.map((page, index) => ({ ...page, bulk, text, seq: seqs.get(id), page: index + 1 })),
    )
    const pageIds = await insertPages(transaction, pages, ahead?.pageIds)
    const originals = pages
      .filter(isFirst)
      .map((page) => ({ ...page, pageId: pageIds.get(placeOf(page)) ?? 0 }))
    await transaction.insert(
      'originals',
      originals.map(({ pageId, mediaType, bytes, digest }) => ({
        ...{ page_id: pageId, media_type: mediaType, bytes, digest },
      })),
    )
    if (ahead === null) await insertChunks(transaction, originals)
    for (const { id } of documents) emit({ kind: 'document', documentId: id, status: 'queued' })
    return seqs
  }

  /** Insertion numbers by id, in the order of the documents; without documents whose id exists. */
  async function insertDocuments(transaction: Queries, documents: NewDocument[]) {
    const rows = documents.map(({ pages, createdAt, ...document }) => ({
      ...{ id: document.id, status: 'queued', kind: kindOf(pages) },
      ...{ created_at: createdAt.getTime(), filename: document.filename },
      name_searched: document.filename && toSearched(document.filename),
      ...{ batch: document.batch, language: document.language },
      traceparent: document.traceparent,
    }))
    const clause = 'ON CONFLICT (id) DO NOTHING RETURNING seq, id'
    type Inserted = { seq: number; id: string }
    const inserted = await transaction.insert<Inserted>('documents', rows, clause)
    return new Map(inserted.map(({ id, seq }) => [id, seq]))
  }

  return {
    async addDocument(document: NewDocument): Promise<Added> {
      const { pages, idempotency } = document
      const large = largeOriginals?.isLarge(pages) ? largeOriginals : null
      const known = idempotency && (await documentOfKey(database, idempotency.key))
      if (!large || known) return write(document, null)
      return large.saveAhead(pages, (ahead) => write(document, ahead))
    },

    async hasIdempotencyKey(key: string): Promise<boolean> {
      return (await documentOfKey(database, key)) !== undefined
    },

    addDocuments(documents: KeylessDocument[]): Promise<void> {
      return feed.write(async (transaction, emit) => {
        await add(transaction, emit, documents, null)
      })
    },
  }
}

function kindOf([first]: NewPage[]): DocumentKind {
  return first?.mediaType === pdfMediaType ? 'pdf' : 'image'
}

function documentOfKey(queries: Pick<Database, 'get'>, key: string) {
  return queries.get<{ id: string; fingerprint: string }>(
    `SELECT id, fingerprint FROM idempotency_keys JOIN documents ON seq = document_seq
     WHERE key = :key`,
    { key },
  )
}

interface Place {
  seq: number | undefined
  page: number
}

const placeOf = ({ seq, page }: Place) => `${seq}/${page}`

interface NewRow extends Pick<NewPage, 'width' | 'height' | 'originalPage'> {
  bulk: boolean
  text: PdfText | null
}

/** Page ids by document and page: the database returns rows in no defined order. */
async function insertPages(
  transaction: Queries,
  pages: (Place & NewRow)[],
  pageIds: number[] | undefined,
): Promise<Map<string, number>> {
  const rows = pages.map(({ seq = 0, page, width, height, text, ...more }, index) => ({
    ...(pageIds && { page_id: pageIds[index] ?? 0 }),
    ...{ document_seq: seq, page, width, height, original_page: more.originalPage ?? null },
    ...{ bulk: Number(more.bulk), pdf_text: text },
  }))
  const clause = 'RETURNING document_seq AS seq, page, page_id AS "pageId"'
  type Inserted = Place & { pageId: number }
  const inserted = await transaction.insert<Inserted>('pages', rows, clause)
  return new Map(inserted.map((row) => [placeOf(row), row.pageId]))
}

import type { Database, Queries } from '../engine.ts'
import { type Chunk, toChunks, toStoredOriginal } from '../originals.ts'
import type { NewOriginal } from '../values/new-document.ts'
import type { StoredOriginal } from '../values/stored.ts'

/** The original of `pages`, which is saved with its first page. */
export const joinedOriginals = `
  JOIN pages AS first ON first.document_seq = pages.document_seq
    AND first.page = pages.page - coalesce(pages.original_page, 1) + 1
  JOIN originals ON originals.page_id = first.page_id`

/** Bytes of originals, in rows of at most 1 MiB. */
export function createOriginals(database: Database) {
  return {
    async original(documentId: string, page: number): Promise<StoredOriginal | null> {
      const row = await database.get<Omit<StoredOriginal, 'read'> & { pageId: number }>(
        `SELECT first.page_id AS "pageId", media_type AS "mediaType", bytes, digest,
                pages.original_page AS "originalPage"
         FROM pages ${joinedOriginals}
         WHERE pages.document_seq = (SELECT seq FROM documents WHERE id = :documentId)
           AND pages.page = :page`,
        { documentId, page },
      )
      if (!row) return null
      const { pageId, ...about } = row
      return toStoredOriginal(about, (position) =>
        database.get<Chunk>(
          `SELECT start, checksum, bytes FROM chunks
           WHERE page_id = :pageId AND start <= :position
             AND EXISTS (SELECT 1 FROM originals WHERE page_id = :pageId)
           ORDER BY start DESC LIMIT 1`,
          { pageId, position },
        ),
      )
    },
  }
}

/** Limit of one statement, whose values are copied in memory. */
const maxBytes = 4 * 1024 * 1024

/** Saves the bytes of originals, read chunk by chunk, with as few statements as their sizes allow. */
export async function insertChunks(
  transaction: Queries,
  originals: (NewOriginal & { pageId: number })[],
): Promise<void> {
  let rows: ReturnType<typeof toChunkRow>[] = []
  let size = 0
  for (const original of originals) {
    for (const chunk of toChunks(original)) {
      if (size + chunk.bytes.byteLength > maxBytes) {
        await transaction.insert('chunks', rows)
        rows = []
        size = 0
      }
      rows.push(toChunkRow(original.pageId, chunk))
      size += chunk.bytes.byteLength
    }
  }
  await transaction.insert('chunks', rows)
}

export function toChunkRow(pageId: number, { start, checksum, bytes }: Chunk) {
  return { page_id: pageId, start, checksum, bytes }
}

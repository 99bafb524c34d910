import type { Database, Queries } from '../engine.ts'
import { type Chunk, toChunks, toStoredOriginal } from '../originals.ts'
import type { NewOriginal, StoredOriginal } from '../values/stored.ts'

/** Bytes of pages, in rows of at most 1 MiB. */
export function createOriginals(database: Database) {
  return {
    async original(documentId: string, page: number): Promise<StoredOriginal | null> {
      const row = await database.get<Omit<StoredOriginal, 'read'> & { pageId: number }>(
        `SELECT page_id AS "pageId", media_type AS "mediaType", bytes, digest
         FROM originals JOIN pages USING (page_id)
         WHERE document_seq = (SELECT seq FROM documents WHERE id = :documentId) AND page = :page`,
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

/** Saves the bytes of pages, read chunk by chunk, with as few statements as their sizes allow. */
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

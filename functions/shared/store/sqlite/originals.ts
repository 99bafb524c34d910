import { type Chunk, toChunks, toStoredOriginal } from '../originals.ts'
import type { NewPage, StoredOriginal } from '../stored.ts'
import type { Database } from './database.ts'

const pageId = `(
  SELECT page_id FROM pages
  WHERE document_seq = (SELECT seq FROM documents WHERE id = :documentId) AND page = :page)`

export type Originals = ReturnType<typeof createOriginals>

/** The bytes of pages, in rows of at most 1 MiB. */
export function createOriginals(database: Database) {
  const insert = database.prepare(`
    INSERT INTO originals (page_id, media_type, bytes, digest)
    VALUES (:pageId, :mediaType, :bytes, :digest)`)
  const insertChunk = database.prepare(`
    INSERT INTO chunks (page_id, start, checksum, bytes)
    VALUES (:pageId, :start, :checksum, :bytes)`)
  const find = database.prepare<Omit<StoredOriginal, 'read'>>(`
    SELECT media_type AS mediaType, bytes, digest FROM originals WHERE page_id = ${pageId}`)
  // By the document's id each time: a page_id may be another page's after a deletion.
  const chunkAt = database.prepare<Chunk>(`
    SELECT start, checksum, bytes FROM chunks
    WHERE page_id = ${pageId} AND start <= :position ORDER BY start DESC LIMIT 1`)

  return {
    /** Inside a write: reads what it saves chunk by chunk. */
    save(pageId: number, page: NewPage): void {
      const { mediaType, bytes, digest } = page
      insert.run({ pageId, mediaType, bytes, digest })
      for (const { start, checksum, bytes } of toChunks(page)) {
        insertChunk.run({ pageId, start, checksum, bytes })
      }
    },
    original(documentId: string, page: number): StoredOriginal | null {
      const row = find.get({ documentId, page })
      if (!row) return null
      return toStoredOriginal(row, async (position) => chunkAt.get({ documentId, page, position }))
    },
  }
}

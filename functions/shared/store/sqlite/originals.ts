import { type Chunk, toChunks, toStoredOriginal } from '../originals.ts'
import { inSlices } from '../slices.ts'
import type { NewPage, StoredOriginal } from '../stored.ts'
import type { Database } from './database.ts'

/** At most 8 MiB: some ten milliseconds of work. */
const sliceChunks = 8

export type Originals = ReturnType<typeof createOriginals>

/** The bytes of pages, in rows of at most 1 MiB. */
export function createOriginals(database: Database) {
  const insert = database.prepare(`
    INSERT INTO originals (page_id, media_type, bytes, digest)
    VALUES (:pageId, :mediaType, :bytes, :digest)`)
  const insertChunk = database.prepare(`
    INSERT INTO chunks (page_id, start, checksum, bytes)
    VALUES (:pageId, :start, :checksum, :bytes)`)
  const find = database.prepare<Omit<StoredOriginal, 'read'> & { pageId: number }>(`
    SELECT page_id AS pageId, media_type AS mediaType, bytes, digest FROM originals
    JOIN pages USING (page_id)
    WHERE document_seq = (SELECT seq FROM documents WHERE id = :documentId) AND page = :page`)
  const chunkAt = database.prepare<Chunk>(`
    SELECT start, checksum, bytes FROM chunks
    WHERE page_id = :pageId AND start <= :position
      AND EXISTS (SELECT 1 FROM originals WHERE page_id = :pageId)
    ORDER BY start DESC LIMIT 1`)

  const withoutOriginal = database.prepare<{ pageId: number }>(`
    SELECT DISTINCT page_id AS pageId FROM chunks
    WHERE NOT EXISTS (SELECT 1 FROM originals WHERE originals.page_id = chunks.page_id)`)
  const deleteSome = database.prepare(`
    DELETE FROM chunks WHERE rowid IN (
      SELECT rowid FROM chunks
      WHERE page_id IN (SELECT value FROM json_each(:pageIds)) LIMIT ${sliceChunks})`)

  /**
   * Freed pages of the file are given back in the same transaction, before anything else can take them: then they
   * need not be overwritten, which takes as long as writing them.
   */
  function deleteSlice(pageIds: string): number {
    database.exec('PRAGMA secure_delete = FAST')
    try {
      const deleted = deleteSome.run({ pageIds })
      database.exec('PRAGMA incremental_vacuum')
      return deleted
    } finally {
      database.exec('PRAGMA secure_delete = ON')
    }
  }

  /** Deletes the bytes of these pages, whose originals are gone. */
  async function deleteChunks(pageIds: number[]): Promise<void> {
    const list = JSON.stringify(pageIds)
    await inSlices(async () => (await database.write(() => deleteSlice(list))) === sliceChunks)
  }

  return {
    deleteChunks,
    /** The same of all that a process left which ended in the middle of a deletion. */
    async deleteLeftChunks() {
      const left = withoutOriginal.all()
      if (left.length > 0) await deleteChunks(left.map(({ pageId }) => pageId))
    },
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
      const { pageId, ...about } = row
      return toStoredOriginal(about, async (position) => chunkAt.get({ pageId, position }))
    },
  }
}

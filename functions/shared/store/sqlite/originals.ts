import { type Chunk, startsOf, toChunk, toStoredOriginal } from '../originals.ts'
import { inSlices } from '../slices.ts'
import { StoreUnavailableError } from '../store.ts'
import type { NewOriginal, NewPage, StoredOriginal } from '../stored.ts'
import type { Database } from './database.ts'
import { ifAvailable } from './errors.ts'

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

  const countChunks = database.prepare<{ chunks: number }>(`
    SELECT count(*) AS chunks FROM chunks WHERE page_id IN (SELECT value FROM json_each(:pageIds))`)

  const withoutOriginal = database.prepare<{ pageId: number }>(`
    SELECT DISTINCT page_id AS pageId FROM chunks
    WHERE NOT EXISTS (SELECT 1 FROM originals WHERE originals.page_id = chunks.page_id)`)
  const deleteSome = database.prepare(`
    DELETE FROM chunks WHERE rowid IN (
      SELECT rowid FROM chunks
      WHERE page_id IN (SELECT value FROM json_each(:pageIds))
        AND NOT EXISTS (SELECT 1 FROM originals WHERE originals.page_id = chunks.page_id)
      LIMIT ${sliceChunks})`)
  /** Pages whose bytes this process is saving ahead of them. */
  const ahead = new Set<number>()

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

  function saveChunk({ pageId, original, start }: Place): void {
    const { checksum, bytes } = toChunk(original, start)
    insertChunk.run({ pageId, start, checksum, bytes })
  }

  /**
   * Saves the bytes of pages that are to come, which have these ids, in slices; then calls `add`, which adds the
   * pages. What it does not add is deleted again.
   */
  async function saveAhead<T extends { added: boolean }>(
    pageIds: number[],
    originals: NewOriginal[],
    add: () => T,
  ): Promise<T> {
    const places = placesOf(pageIds, originals)
    const list = JSON.stringify(pageIds)
    for (const pageId of pageIds) ahead.add(pageId)
    let isAdded = false
    try {
      let saved = 0
      await inSlices(async () => {
        const slice = places.slice(saved, saved + sliceChunks)
        await database.write(() => slice.forEach(saveChunk))
        saved += slice.length
        return saved < places.length
      })
      const result = await database.write(() => {
        if (countChunks.get({ pageIds: list })?.chunks === places.length) return add()
        throw new StoreUnavailableError('Another process has pruned what was being saved')
      })
      isAdded = result.added
      return result
    } finally {
      for (const pageId of pageIds) ahead.delete(pageId)
      if (!isAdded) await ifAvailable(() => deleteChunks(pageIds))
    }
  }

  return {
    deleteChunks,
    saveAhead,
    /** The same of all that a process left which ended in the middle of a deletion, or before it had added a document. */
    async deleteLeftChunks() {
      const all = withoutOriginal.all().map(({ pageId }) => pageId)
      const left = all.filter((pageId) => !ahead.has(pageId))
      if (left.length > 0) await deleteChunks(left)
    },
    /** Inside a write: what is known of a page's bytes. */
    saveAbout(pageId: number, { mediaType, bytes, digest }: NewPage): void {
      insert.run({ pageId, mediaType, bytes, digest })
    },
    /** Inside a write: the bytes, read chunk by chunk. */
    saveBytes(pageId: number, original: NewOriginal): void {
      placesOf([pageId], [original]).forEach(saveChunk)
    },
    original(documentId: string, page: number): StoredOriginal | null {
      const row = find.get({ documentId, page })
      if (!row) return null
      const { pageId, ...about } = row
      return toStoredOriginal(about, async (position) => chunkAt.get({ pageId, position }))
    },
  }
}

/** Of a chunk that is to be saved. */
interface Place {
  pageId: number
  original: NewOriginal
  start: number
}

function placesOf(pageIds: number[], originals: NewOriginal[]): Place[] {
  return pageIds.flatMap((pageId, index) => {
    const original = originals[index]
    return original ? startsOf(original).map((start) => ({ pageId, original, start })) : []
  })
}

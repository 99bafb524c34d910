import type { LargeOriginals, Queries, SavedAhead } from '../../engine.ts'
import { isFirst, startsOf, toChunk } from '../../originals.ts'
import { toChunkRow } from '../../queries/originals.ts'
import { inSlices } from '../../slices.ts'
import { StoreUnavailableError } from '../../store.ts'
import type { NewOriginal, NewPage } from '../../values/new-document.ts'
import { ifAvailable } from '../errors.ts'
import type { SpaceDeps } from './space.ts'

/** At most 8 MiB: about ten milliseconds of work. */
const sliceChunks = 8
/** Larger documents take several transactions, so that other writes do not wait for all of their bytes. */
const maxAtOnceBytes = 8 * 1024 * 1024

const withoutOriginal =
  'NOT EXISTS (SELECT 1 FROM originals WHERE originals.page_id = chunks.page_id)'

/** Saves and deletes the bytes of large documents in slices, because all processes share one write lock. */
export function createLargeOriginals({ database, writer }: SpaceDeps) {
  /** Pages whose bytes this process is saving. */
  const ahead = new Set<number>()

  /**
   * Deletes a slice of chunks, and releases the freed pages of the file in the same transaction, before they can be
   * reused: then they need not be overwritten, which takes as long as writing them.
   */
  async function deleteSlice(transaction: Queries, pageIds: number[]): Promise<number> {
    writer.exec('PRAGMA secure_delete = FAST')
    try {
      const deleted = await transaction.run(
        `DELETE FROM chunks WHERE rowid IN (
           SELECT rowid FROM chunks
           WHERE page_id IN (SELECT value FROM ${transaction.dialect.elements(':pageIds')}) AND ${withoutOriginal}
           LIMIT ${sliceChunks})`,
        { pageIds },
      )
      writer.exec('PRAGMA incremental_vacuum')
      return deleted
    } finally {
      writer.exec('PRAGMA secure_delete = ON')
    }
  }

  /** Deletes the bytes of pages whose originals are deleted. */
  async function deleteChunks(pageIds: number[]): Promise<void> {
    await inSlices(async () => {
      const deleted = await database.write((transaction) => deleteSlice(transaction, pageIds))
      return deleted === sliceChunks
    })
  }

  /** Reserves ids that no other page will get: https://sqlite.org/autoinc.html */
  async function reservePageIds(count: number): Promise<number[]> {
    const last = await database.write(async (transaction) => {
      await transaction.run(`
        INSERT INTO sqlite_sequence (name, seq)
        SELECT 'pages', 0 WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = 'pages')`)
      const taken = await transaction.get<{ last: number }>(
        `UPDATE sqlite_sequence SET seq = seq + :count WHERE name = 'pages' RETURNING seq AS last`,
        { count },
      )
      return taken?.last ?? 0
    })
    return Array.from({ length: count }, (_, index) => last - count + 1 + index)
  }

  async function saveChunks(places: Place[]): Promise<void> {
    let saved = 0
    await inSlices(async () => {
      const slice = places.slice(saved, saved + sliceChunks)
      await database.write(async (transaction) => {
        for (const { pageId, original, start } of slice) {
          await transaction.insert('chunks', [toChunkRow(pageId, toChunk(original, start))])
        }
      })
      saved += slice.length
      return saved < places.length
    })
  }

  const largeOriginals: LargeOriginals = {
    isLarge: (pages) =>
      pages.filter(isFirst).reduce((sum, { bytes }) => sum + bytes, 0) > maxAtOnceBytes,

    async saveAhead(pages, add) {
      const pageIds = await reservePageIds(pages.length)
      const places = placesOf(pageIds, pages)
      const savedAhead: SavedAhead = {
        pageIds,
        async requireSaved(transaction) {
          const found = await transaction.get<{ chunks: number }>(
            `SELECT count(*) AS chunks FROM chunks
             WHERE page_id IN (SELECT value FROM ${transaction.dialect.elements(':pageIds')})`,
            { pageIds },
          )
          if (found?.chunks === places.length) return
          throw new StoreUnavailableError('Another process pruned the chunks during the upload')
        },
      }
      for (const pageId of pageIds) ahead.add(pageId)
      let isAdded = false
      try {
        await saveChunks(places)
        const result = await add(savedAhead)
        isAdded = result.added
        return result
      } finally {
        for (const pageId of pageIds) ahead.delete(pageId)
        if (!isAdded) await ifAvailable(() => deleteChunks(pageIds))
      }
    },
  }

  return {
    largeOriginals,
    deleteChunks,
    /** Deletes all chunks left by a process that ended during a deletion or before it added a document. */
    async deleteOrphanedChunks() {
      const all = await database.all<{ pageId: number }>(
        `SELECT DISTINCT page_id AS "pageId" FROM chunks WHERE ${withoutOriginal}`,
      )
      const left = all.map(({ pageId }) => pageId).filter((pageId) => !ahead.has(pageId))
      if (left.length > 0) await deleteChunks(left)
    },
  }
}

/** Position of a chunk to save. */
interface Place {
  pageId: number
  original: NewOriginal
  start: number
}

function placesOf(pageIds: number[], pages: NewPage[]): Place[] {
  return pageIds.flatMap((pageId, index) => {
    const original = pages[index]
    if (!original || !isFirst(original)) return []
    return startsOf(original).map((start) => ({ pageId, original, start }))
  })
}

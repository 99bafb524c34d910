import type { LargeOriginals, Queries, SavedAhead } from '../../engine.ts'
import { startsOf, toChunk } from '../../originals.ts'
import { toChunkRow } from '../../queries/originals.ts'
import { inSlices } from '../../slices.ts'
import { StoreUnavailableError } from '../../store.ts'
import type { NewOriginal } from '../../values/stored.ts'
import { ifAvailable } from '../errors.ts'
import type { SpaceDeps } from './space.ts'

/** At most 8 MiB: some ten milliseconds of work. */
const sliceChunks = 8
/** Larger documents take several transactions, so that nobody waits for all of their bytes. */
const maxAtOnceBytes = 8 * 1024 * 1024

const withoutOriginal =
  'NOT EXISTS (SELECT 1 FROM originals WHERE originals.page_id = chunks.page_id)'

/** Saves and deletes the bytes of large documents a few at a time: this process, and others, have only one writer. */
export function createLargeOriginals({ database, writer }: SpaceDeps) {
  /** Pages whose bytes this process is saving ahead of them. */
  const ahead = new Set<number>()

  /**
   * Freed pages of the file are given back in the same transaction, before anything else can take them: then they
   * need not be overwritten, which takes as long as writing them.
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

  /** Deletes the bytes of these pages, whose originals are gone. */
  async function deleteChunks(pageIds: number[]): Promise<void> {
    await inSlices(async () => {
      const deleted = await database.write((transaction) => deleteSlice(transaction, pageIds))
      return deleted === sliceChunks
    })
  }

  /** No page that is added later has one of these ids: https://sqlite.org/autoinc.html */
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
    isLarge: (pages) => pages.reduce((sum, { bytes }) => sum + bytes, 0) > maxAtOnceBytes,

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
          throw new StoreUnavailableError('Another process has pruned what was being saved')
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
    /** The same of all that a process left which ended in the middle of a deletion, or before it had added a document. */
    async deleteOrphanedChunks() {
      const all = await database.all<{ pageId: number }>(
        `SELECT DISTINCT page_id AS "pageId" FROM chunks WHERE ${withoutOriginal}`,
      )
      const left = all.map(({ pageId }) => pageId).filter((pageId) => !ahead.has(pageId))
      if (left.length > 0) await deleteChunks(left)
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

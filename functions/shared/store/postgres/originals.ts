import { type Chunk, toChunks, toStoredOriginal } from '../originals.ts'
import type { NewPage, StoredOriginal } from '../stored.ts'
import type { Queries } from './database.ts'

const pageId = `(
  SELECT page_id FROM pages
  WHERE document_seq = (SELECT seq FROM documents WHERE id = :documentId) AND page = :page)`

/** The bytes of pages, in rows of at most 1 MiB. */
export function createOriginals(database: Queries) {
  return {
    async original(documentId: string, page: number): Promise<StoredOriginal | null> {
      const row = await database.get<Omit<StoredOriginal, 'read'>>(
        `SELECT media_type AS "mediaType", bytes, digest FROM originals WHERE page_id = ${pageId}`,
        { documentId, page },
      )
      if (!row) return null
      return toStoredOriginal(row, (position) =>
        database.get<Chunk>(
          `SELECT start, checksum, bytes FROM chunks
           WHERE page_id = ${pageId} AND start <= :position ORDER BY start DESC LIMIT 1`,
          { documentId, page, position },
        ),
      )
    },
  }
}

type Original = NewPage & { pageId: number | undefined }
type OriginalChunk = Chunk & { pageId: number | undefined }

/** Saves them by as few statements as their sizes let it. */
export async function insertOriginals(transaction: Queries, originals: Original[]): Promise<void> {
  await transaction.run(
    `INSERT INTO originals (page_id, media_type, bytes, digest)
     SELECT * FROM unnest(:pageIds::bigint[], :mediaTypes::text[], :sizes::bigint[], :digests::text[])`,
    {
      pageIds: originals.map(({ pageId }) => pageId ?? null),
      mediaTypes: originals.map(({ mediaType }) => mediaType),
      sizes: originals.map(({ bytes }) => bytes),
      digests: originals.map(({ digest }) => digest),
    },
  )
  for (const group of inGroups(originals)) await insertChunks(transaction, group)
}

/** A statement is once more in memory. */
const groupBytes = 4 * 1024 * 1024

function* inGroups(originals: Original[]): Generator<OriginalChunk[], void> {
  let group: OriginalChunk[] = []
  let size = 0
  for (const original of originals) {
    for (const chunk of toChunks(original)) {
      if (size + chunk.bytes.byteLength > groupBytes) {
        yield group
        group = []
        size = 0
      }
      group.push({ ...chunk, pageId: original.pageId })
      size += chunk.bytes.byteLength
    }
  }
  yield group
}

async function insertChunks(transaction: Queries, chunks: OriginalChunk[]): Promise<void> {
  const rows = chunks.map((_, n) => `(:page${n}, :start${n}, :checksum${n}, :bytes${n})`)
  const values = chunks.flatMap(({ pageId, start, checksum, bytes }, n) => [
    [`page${n}`, pageId ?? null],
    [`start${n}`, start],
    [`checksum${n}`, checksum],
    [`bytes${n}`, bytes],
  ])
  await transaction.run(
    `INSERT INTO chunks (page_id, start, checksum, bytes) VALUES ${rows.join(', ')}`,
    Object.fromEntries(values),
  )
}

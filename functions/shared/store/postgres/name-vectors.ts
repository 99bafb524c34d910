import type { QueryResult } from 'pg'
import { toVector } from './text-search.ts'

const sliceRows = 1000

/** Brings the words of file names to documents of before they were searched. */
export async function addNameVectors(
  ask: (sql: string, values: unknown[]) => Promise<QueryResult>,
): Promise<void> {
  for (let after = 0; ; ) {
    const { rows } = await ask(
      `SELECT seq, filename FROM documents WHERE filename IS NOT NULL AND seq > $1
       ORDER BY seq LIMIT ${sliceRows}`,
      [after],
    )
    if (rows.length === 0) return
    await ask(
      `UPDATE documents SET name_searched = vectors.vector::tsvector
       FROM unnest($1::bigint[], $2::text[]) AS vectors (seq, vector)
       WHERE documents.seq = vectors.seq`,
      [rows.map(({ seq }) => seq), rows.map(({ filename }) => toVector(filename))],
    )
    after = rows.at(-1).seq
  }
}

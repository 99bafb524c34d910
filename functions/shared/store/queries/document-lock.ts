import type { Queries } from '../engine.ts'

/**
 * Locks a document until the transaction ends, and resolves with its insertion number; undefined if it does not
 * exist. Every write to a document or its pages holds this lock, so later reads see the previous holder's writes.
 */
export async function lockDocument(
  transaction: Queries,
  documentId: string,
): Promise<number | undefined> {
  const row = await transaction.get<{ seq: number }>(
    `SELECT seq FROM documents WHERE id = :documentId ${transaction.dialect.forUpdate}`,
    { documentId },
  )
  return row?.seq
}

/** Locks several documents, in order of their numbers to avoid deadlocks; resolves with the existing ones. */
export async function lockDocuments(transaction: Queries, seqs: number[]): Promise<number[]> {
  const { elements, forUpdate } = transaction.dialect
  const rows = await transaction.all<{ seq: number }>(
    `SELECT seq FROM documents WHERE seq IN (SELECT value FROM ${elements(':seqs')}) ORDER BY seq ${forUpdate}`,
    { seqs },
  )
  return rows.map(({ seq }) => seq)
}

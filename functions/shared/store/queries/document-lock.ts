import type { Queries } from '../engine.ts'

/**
 * Takes the lock that whoever changes anything of a document or its pages holds, until the transaction ends,
 * and gives the document's insertion number; undefined where there is no such document. What is read
 * afterwards is as the one before has left it.
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

/** The same of several, in the order of their numbers, so that no two wait for each other; those that are there. */
export async function lockDocuments(transaction: Queries, seqs: number[]): Promise<number[]> {
  const { elements, forUpdate } = transaction.dialect
  const rows = await transaction.all<{ seq: number }>(
    `SELECT seq FROM documents WHERE seq IN (SELECT value FROM ${elements(':seqs')}) ORDER BY seq ${forUpdate}`,
    { seqs },
  )
  return rows.map(({ seq }) => seq)
}

import type { Queries } from './database.ts'

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
    'SELECT seq FROM documents WHERE id = :documentId FOR UPDATE',
    { documentId },
  )
  return row?.seq
}

/** The same of several, in the order of their numbers, so that no two wait for each other; those that are there. */
export async function lockDocuments(transaction: Queries, seqs: number[]): Promise<number[]> {
  const rows = await transaction.all<{ seq: number }>(
    'SELECT seq FROM documents WHERE seq = ANY (:seqs::bigint[]) ORDER BY seq FOR UPDATE',
    { seqs },
  )
  return rows.map(({ seq }) => seq)
}

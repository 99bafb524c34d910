import { type ChangeRow, toChange } from '../rows.ts'
import type { Change, DocumentStatus, PageStatus } from '../stored.ts'
import type { Database } from './database.ts'

export type Feed = ReturnType<typeof createFeed>

/** The change feed. Numbers are given inside write transactions, so they become visible in order. */
export function createFeed({ database, now }: { database: Database; now: () => number }) {
  const insert = database.prepare(`
    INSERT INTO changes (at, document_id, kind, status, page, try)
    VALUES (:at, :documentId, :kind, :status, :page, :try)`)

  // sqlite_sequence remembers the last number given when its row has been pruned.
  const bounds = database.prepare<{ oldest: number | null; latest: number | null }>(`
    SELECT (SELECT min(change) - 1 FROM changes) AS oldest,
           (SELECT seq FROM sqlite_sequence WHERE name = 'changes') AS latest`)

  const columns = 'change, at, document_id, kind, status, page, try'
  const after = database.prepare<ChangeRow>(`
    SELECT ${columns} FROM changes WHERE change > :after ORDER BY change LIMIT :limit`)
  const afterOfDocument = database.prepare<ChangeRow>(`
    SELECT ${columns} FROM changes WHERE document_id = :documentId AND change > :after
    ORDER BY change LIMIT :limit`)

  function readBounds() {
    const found = bounds.get()
    const latest = found?.latest ?? 0
    return { oldest: found?.oldest ?? latest, latest }
  }

  return {
    documentChanged(documentId: string, status: DocumentStatus | 'deleted') {
      const at = now()
      insert.run({ at, documentId, kind: 'document', status, page: null, try: null })
    },
    pageChanged(change: { documentId: string; page: number; status: PageStatus; try: number }) {
      const { documentId, page, status } = change
      insert.run({ at: now(), documentId, kind: 'page', status, page, try: change.try })
    },
    latest: () => readBounds().latest,
    bounds: readBounds,
    changesAfter(number: number, options: { documentId?: string; limit: number }): Change[] {
      const { documentId, limit } = options
      const rows =
        documentId === undefined
          ? after.all({ after: number, limit })
          : afterOfDocument.all({ after: number, limit, documentId })
      return rows.map(toChange)
    },
  }
}

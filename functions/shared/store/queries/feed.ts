import type { Database, Engine, Queries, Transaction } from '../engine.ts'
import { type ChangeRow, changeColumns, toChange } from '../values/rows.ts'
import type { Change, NewChange } from '../values/stored.ts'

export type Feed = ReturnType<typeof createFeed>

/** Emits a change, which becomes visible with the commit of the write. */
export type Emit = (change: NewChange) => void

export interface FeedDeps {
  database: Database
  appendChanges: Engine['appendChanges']
  now: () => number
}

/** The change feed. */
export function createFeed({ database, appendChanges, now }: FeedDeps) {
  /** Greatest change number ever assigned. */
  async function latest(queries: Pick<Queries, 'get'>): Promise<number> {
    const row = await queries.get<{ latest: number }>('SELECT latest FROM feed')
    return row?.latest ?? 0
  }

  return {
    latest,
    /** Runs a write and appends its changes. */
    write<T>(work: (transaction: Transaction, emit: Emit) => Promise<T>): Promise<T> {
      return database.write(async (transaction) => {
        const changes: NewChange[] = []
        const result = await work(transaction, (change) => changes.push(change))
        if (changes.length > 0) await appendChanges(transaction, changes, now())
        return result
      })
    },
    bounds(): Promise<{ oldest: number; latest: number }> {
      return database.read(async (snapshot) => {
        const last = await latest(snapshot)
        const first = await snapshot.get<{ oldest: number | null }>(
          'SELECT min(change) - 1 AS oldest FROM changes',
        )
        return { oldest: first?.oldest ?? last, latest: last }
      })
    },
    async changesAfter(
      after: number,
      { documentId, limit }: { documentId?: string; limit: number },
    ): Promise<Change[]> {
      const ofDocument = documentId === undefined ? '' : 'AND document_id = :documentId'
      const rows = await database.all<ChangeRow>(
        `SELECT ${changeColumns} FROM changes
         WHERE change > :after ${ofDocument} ORDER BY change LIMIT :limit`,
        { after, limit, ...(documentId !== undefined && { documentId }) },
      )
      return rows.map(toChange)
    },
  }
}

import { type ChangeRow, toChange } from '../rows.ts'
import type { Change } from '../stored.ts'
import type { Database, Queries, Transaction } from './database.ts'

export type Feed = ReturnType<typeof createFeed>

/** Notes a change, which is told when the write is committed. */
export type Tell = (change: NewChange) => void
type NewChange = WithoutNumber<Change>
type WithoutNumber<C> = C extends Change ? Omit<C, 'change' | 'at'> : never

/** What LISTEN and NOTIFY call a store's changes: https://www.postgresql.org/docs/current/sql-notify.html */
export const channel = 'glyphflow_changes'

const columns = 'change, at, document_id, kind, status, page, try'

/** The change feed. */
export function createFeed({ database, now }: { database: Database; now: () => number }) {
  /**
   * The row of feed is locked from here to the commit: whoever has the next numbers commits later, so numbers
   * become visible in order. It is the last thing that a write does, and waits for no other lock.
   */
  async function append(transaction: Queries, changes: NewChange[]): Promise<void> {
    const pages = changes.map((change) => (change.kind === 'page' ? change : null))
    await transaction.run(
      `WITH counted AS (UPDATE feed SET latest = latest + :count RETURNING latest),
         told AS (
           INSERT INTO changes (${columns})
           SELECT latest - :count + number, :at, document_id, kind, status, page, try
           FROM counted, unnest(:documentIds::text[], :kinds::text[], :statuses::text[],
                                :pages::int[], :tries::int[])
             WITH ORDINALITY AS noted (document_id, kind, status, page, try, number))
       SELECT pg_notify('${channel}', '')`,
      {
        count: changes.length,
        at: now(),
        documentIds: changes.map(({ documentId }) => documentId),
        kinds: changes.map(({ kind }) => kind),
        statuses: changes.map(({ status }) => status),
        pages: pages.map((page) => page?.page ?? null),
        tries: pages.map((page) => page?.try ?? null),
      },
    )
  }

  async function latest(queries: Queries): Promise<number> {
    const row = await queries.get<{ latest: number }>('SELECT latest FROM feed')
    return row?.latest ?? 0
  }

  return {
    latest,
    /** A write with its changes. */
    write<T>(work: (transaction: Transaction, tell: Tell) => Promise<T>): Promise<T> {
      return database.write(async (transaction) => {
        const changes: NewChange[] = []
        const result = await work(transaction, (change) => changes.push(change))
        if (changes.length > 0) await append(transaction, changes)
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
        `SELECT ${columns} FROM changes WHERE change > :after ${ofDocument}
         ORDER BY change LIMIT :limit`,
        { after, limit, ...(documentId !== undefined && { documentId }) },
      )
      return rows.map(toChange)
    },
  }
}

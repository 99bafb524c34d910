import { inSlices } from '../slices.ts'
import type { Database } from './database.ts'
import type { Feed } from './feed.ts'

const sliceRows = 5000
/** Of the lock under which one gateway prunes: any number that nobody else uses in this database. */
const lockKey = 7_414_927_002

/** Ends what is kept for a while: changes, idempotency keys. Freed space is autovacuum's business. */
export function createPrune({ database, feed }: { database: Database; feed: Feed }) {
  /** One gateway at a time: two that took turns would leave a hole in the feed between their slices. */
  const deleteAll = (statement: string, values: Record<string, number>) =>
    inSlices(() =>
      database.write(async (transaction) => {
        await transaction.run('SELECT pg_advisory_xact_lock(:lockKey)', { lockKey })
        return (await transaction.run(statement, values)) === sliceRows
      }),
    )

  /** By number, not by time: a clock that went back must not make a hole in the feed. */
  const firstKept = (before: number) =>
    database.read(async (snapshot) => {
      const first = await snapshot.get<{ change: number }>(
        'SELECT change FROM changes WHERE at >= :before ORDER BY change LIMIT 1',
        { before },
      )
      return first?.change ?? (await feed.latest(snapshot)) + 1
    })

  return async ({ changesBefore, keysBefore }: { changesBefore: Date; keysBefore: Date }) => {
    await deleteAll(
      `DELETE FROM idempotency_keys WHERE key IN (
         SELECT key FROM idempotency_keys WHERE created_at < :before
         ORDER BY key LIMIT ${sliceRows} FOR UPDATE SKIP LOCKED)`,
      { before: keysBefore.getTime() },
    )
    const kept = await firstKept(changesBefore.getTime())
    await deleteAll(
      `DELETE FROM changes WHERE change IN (
         SELECT change FROM changes WHERE change < :kept ORDER BY change LIMIT ${sliceRows})`,
      { kept },
    )
  }
}

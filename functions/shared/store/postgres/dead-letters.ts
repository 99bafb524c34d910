import { listCursor, listPart } from '../cursor.ts'
import { type DeadLetterRow, toDeadLetter } from '../dead-letter-row.ts'
import type { DeadLetter, DeadLetterFilter, DeadLetterList } from '../recovery.ts'
import type { PageResult } from '../stored.ts'
import type { Database, Queries } from './database.ts'
import { lockDocument } from './document-lock.ts'
import type { Feed } from './feed.ts'
import type { ApplyResult } from './results.ts'

const columns = `letter, source, id, type, document_id AS "documentId", page, try, code, reason,
  destination, attributes, at, redriven_at AS "redrivenAt"`

/** The events that were given up. */
export function createDeadLetters(deps: {
  database: Database
  feed: Feed
  applyResult: ApplyResult
  now: () => number
}) {
  const { database, feed, applyResult, now } = deps

  return {
    recordDeadLetter(letter: DeadLetter, result: PageResult | null = null): Promise<void> {
      return feed.write(async (transaction, tell) => {
        if (result !== null) await applyResult(transaction, tell, result)
        const { documentId } = letter
        const seq = documentId === null ? null : await lockDocument(transaction, documentId)
        if (seq === undefined) return
        const isSettled = seq !== null && (await isPageSettled(transaction, seq, letter))
        await record(transaction, letter, isSettled ? now() : null)
      })
    },

    async deadLetters(filter: DeadLetterFilter): Promise<DeadLetterList> {
      const { since, reason, redriven, cursor, limit } = filter
      const rows = await database.all<DeadLetterRow>(
        `SELECT ${columns} FROM dead_letters
         WHERE letter < :before AND at >= :since
           AND (:reason::text IS NULL OR CAST(code AS text) = :reason
                OR position(lower(:reason COLLATE "C") IN lower(reason COLLATE "C")) > 0)
           AND (:redriven::boolean IS NULL OR (redriven_at IS NOT NULL) = :redriven)
         ORDER BY letter DESC LIMIT :limit`,
        {
          before: cursor === undefined ? Number.MAX_SAFE_INTEGER : listCursor(cursor),
          since: since?.getTime() ?? Number.MIN_SAFE_INTEGER,
          reason: reason ?? null,
          redriven: redriven ?? null,
          limit: limit + 1,
        },
      )
      const { shown, next } = listPart(rows, limit, ({ letter }) => letter)
      return { deadLetters: shown.map(toDeadLetter), next }
    },

    async countDeadLetters(): Promise<number> {
      const row = await database.get<{ letters: number }>(
        'SELECT count(*) AS letters FROM dead_letters WHERE redriven_at IS NULL',
      )
      return row?.letters ?? 0
    },
  }
}

/** Whether there is nothing left to do for the letter's page. */
async function isPageSettled(transaction: Queries, seq: number, letter: DeadLetter) {
  const row = await transaction.get(
    `SELECT 1 AS one FROM pages
     WHERE document_seq = :seq AND page = :page AND (status = 'done' OR try > :try)`,
    { seq, page: letter.page, try: letter.try },
  )
  return row !== undefined
}

async function record(transaction: Queries, letter: DeadLetter, redrivenAt: number | null) {
  const { source, id, type, documentId, page, code, reason, destination } = letter
  await transaction.run(
    `INSERT INTO dead_letters (source, id, type, document_id, page, try, code, reason, destination,
                               attributes, at, redriven_at)
     VALUES (:source, :id, :type, :documentId, :page, :try, :code, :reason, :destination,
             :attributes, :at, :redrivenAt)
     ON CONFLICT (source, id) DO UPDATE SET
       code = excluded.code, reason = excluded.reason, destination = excluded.destination,
       attributes = excluded.attributes, at = excluded.at,
       redriven_at = coalesce(dead_letters.redriven_at, excluded.redriven_at)`,
    {
      ...{ source, id, type, documentId, page, try: letter.try, code, reason, destination },
      attributes: JSON.stringify(letter.attributes),
      at: letter.at.getTime(),
      redrivenAt,
    },
  )
}

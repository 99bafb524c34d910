import type { Database, Queries } from '../engine.ts'
import type { DeadLetter, DeadLetterFilter, DeadLetterList, StoredDeadLetter } from '../recovery.ts'
import { listCursor, listPart } from '../values/cursor.ts'
import type { Applied, PageResult } from '../values/stored.ts'
import { lockDocument } from './document-lock.ts'
import type { Feed } from './feed.ts'
import { type ApplyResult, unchanged } from './results.ts'

type DeadLetterRow = Omit<DeadLetter, 'attributes' | 'at'> & {
  letter: number
  attributes: string
  at: number
  redrivenAt: number | null
}

/** Dead letters: events whose delivery was given up. */
export function createDeadLetters(deps: {
  database: Database
  feed: Feed
  applyResult: ApplyResult
  now: () => number
}) {
  const { database, feed, applyResult, now } = deps

  return {
    recordDeadLetter(letter: DeadLetter, result: PageResult | null = null): Promise<Applied> {
      return feed.write(async (transaction, emit) => {
        const applied = result === null ? unchanged : await applyResult(transaction, emit, result)
        const { documentId } = letter
        const seq = documentId === null ? null : await lockDocument(transaction, documentId)
        if (seq === undefined) return applied
        const isSettled = seq !== null && (await isPageSettled(transaction, seq, letter))
        await record(transaction, letter, isSettled ? now() : null)
        return applied
      })
    },

    deleteDeadLetter({ source, id }: { source: string; id: string }): Promise<boolean> {
      return database.write(async (transaction) => {
        const deleted = await transaction.run(
          'DELETE FROM dead_letters WHERE source = :source AND id = :id',
          { source, id },
        )
        return deleted > 0 || transaction.isRepeated
      })
    },

    deadLetters(filter: DeadLetterFilter): Promise<DeadLetterList> {
      return database.read((snapshot) => list(snapshot, filter))
    },

    async countDeadLetters(): Promise<number> {
      const row = await database.get<{ letters: number }>(
        'SELECT count(*) AS letters FROM dead_letters WHERE redriven_at IS NULL',
      )
      return row?.letters ?? 0
    },
  }
}

/** Whether the letter's page has a text or a later try. */
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

async function list(snapshot: Queries, filter: DeadLetterFilter): Promise<DeadLetterList> {
  const { since, reason, redriven, cursor, limit } = filter
  const { includes } = snapshot.dialect
  const ofReason = `AND (${includes('reason', ':reason')} OR CAST(code AS text) = :reason)`
  const ofState = redriven ? 'AND redriven_at IS NOT NULL' : 'AND redriven_at IS NULL'
  const rows = await snapshot.all<DeadLetterRow>(
    `SELECT letter, source, id, type, document_id AS "documentId", page, try, code, reason,
            destination, attributes, at, redriven_at AS "redrivenAt"
     FROM dead_letters
     WHERE letter < :before AND at >= :since
       ${reason === undefined ? '' : ofReason} ${redriven === undefined ? '' : ofState}
     ORDER BY letter DESC LIMIT :limit`,
    {
      before: cursor === undefined ? Number.MAX_SAFE_INTEGER : listCursor(cursor),
      since: since?.getTime() ?? Number.MIN_SAFE_INTEGER,
      ...(reason !== undefined && { reason }),
      limit: limit + 1,
    },
  )
  const { shown, next } = listPart(rows, limit, ({ letter }) => letter)
  return { deadLetters: shown.map(toDeadLetter), next }
}

function toDeadLetter({ letter: _, ...row }: DeadLetterRow): StoredDeadLetter {
  return {
    ...row,
    attributes: JSON.parse(row.attributes),
    at: new Date(row.at),
    redrivenAt: row.redrivenAt === null ? null : new Date(row.redrivenAt),
  }
}

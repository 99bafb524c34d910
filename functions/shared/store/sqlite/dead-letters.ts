import { listCursor, listPart } from '../cursor.ts'
import { type DeadLetterRow, toDeadLetter } from '../dead-letter-row.ts'
import type { DeadLetter, DeadLetterFilter, DeadLetterList } from '../recovery.ts'
import type { PageResult } from '../stored.ts'
import type { Database } from './database.ts'
import type { ApplyResult } from './results.ts'

const columns = `letter, source, id, type, document_id AS documentId, page, try, code, reason,
  destination, attributes, at, redriven_at AS redrivenAt`

/** The letter's page, if there is nothing left to do for it. */
const settledPage = `
  SELECT 1 FROM documents JOIN pages ON document_seq = seq
  WHERE documents.id = :documentId AND page = :page AND (pages.status = 'done' OR try > :try)`

/** The events that were given up. */
export function createDeadLetters(deps: {
  database: Database
  applyResult: ApplyResult
  now: () => number
}) {
  const { database, applyResult, now } = deps
  const record = database.prepare(`
    INSERT INTO dead_letters (source, id, type, document_id, page, try, code, reason, destination,
                              attributes, at, redriven_at)
    SELECT :source, :id, :type, :documentId, :page, :try, :code, :reason, :destination,
           :attributes, :at, iif(EXISTS (${settledPage}), :now, NULL)
    WHERE :documentId IS NULL OR EXISTS (SELECT 1 FROM documents WHERE id = :documentId)
    ON CONFLICT (source, id) DO UPDATE SET
      code = excluded.code, reason = excluded.reason, destination = excluded.destination,
      attributes = excluded.attributes, at = excluded.at,
      redriven_at = coalesce(redriven_at, excluded.redriven_at)`)
  const newest = database.prepare<DeadLetterRow>(`
    SELECT ${columns} FROM dead_letters
    WHERE letter < :before AND at >= :since
      AND (:reason IS NULL OR instr(lower(reason), lower(:reason)) > 0
           OR CAST(code AS TEXT) = :reason)
      AND (:redriven IS NULL OR (redriven_at IS NOT NULL) = :redriven)
    ORDER BY letter DESC LIMIT :limit`)
  const waiting = database.prepare<{ letters: number }>(
    'SELECT count(*) AS letters FROM dead_letters WHERE redriven_at IS NULL',
  )

  return {
    async recordDeadLetter(letter: DeadLetter, result: PageResult | null = null): Promise<void> {
      const attributes = JSON.stringify(letter.attributes)
      const at = letter.at.getTime()
      await database.write(() => {
        if (result !== null) applyResult(result)
        record.run({ ...letter, attributes, at, now: now() })
      })
    },

    deadLetters({ since, reason, redriven, cursor, limit }: DeadLetterFilter): DeadLetterList {
      const rows = newest.all({
        before: cursor === undefined ? Number.MAX_SAFE_INTEGER : listCursor(cursor),
        since: since?.getTime() ?? Number.MIN_SAFE_INTEGER,
        reason: reason ?? null,
        redriven: redriven === undefined ? null : Number(redriven),
        limit: limit + 1,
      })
      const { shown, next } = listPart(rows, limit, ({ letter }) => letter)
      return { deadLetters: shown.map(toDeadLetter), next }
    },

    countDeadLetters: (): number => waiting.get()?.letters ?? 0,
  }
}

import type { DatabaseSync } from 'node:sqlite'

export interface GroupCommit {
  /** Writes of one event-loop turn share one transaction, and so one fdatasync. */
  write<T>(change: () => T): Promise<T>
  /** Commits pending writes now. */
  flush(): void
}

interface Waiting {
  change: () => void
  done: () => void
  failed: (error: unknown) => void
}

export interface GroupCommitOptions {
  /** Called after each committed transaction. */
  onCommit: () => void
  /** Converts a failed transaction's error for its writers. */
  toError: (error: unknown) => unknown
}

export function createGroupCommit(
  db: DatabaseSync,
  { onCommit, toError }: GroupCommitOptions,
): GroupCommit {
  let batch: Waiting[] = []

  function flush(): void {
    if (batch.length === 0) return
    const changes = batch
    batch = []
    try {
      db.exec('BEGIN IMMEDIATE')
      for (const { change } of changes) change()
      db.exec('COMMIT')
    } catch (error) {
      // SQLite rolls back by itself after some errors, such as a full disk.
      if (db.isTransaction) db.exec('ROLLBACK')
      const converted = toError(error)
      for (const { failed } of changes) failed(converted)
      return
    }
    for (const { done } of changes) done()
    onCommit()
  }

  return {
    write<T>(change: () => T) {
      return new Promise<T>((resolve, failed) => {
        let result: T
        if (batch.length === 0) setImmediate(flush)
        batch.push({
          change: () => {
            result = change()
          },
          done: () => resolve(result),
          failed,
        })
      })
    },
    flush,
  }
}

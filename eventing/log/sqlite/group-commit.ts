import type { DatabaseSync } from 'node:sqlite'

export interface GroupCommit {
  /** What is written in one turn of the event loop shares one transaction, and so one fdatasync. */
  write<T>(change: () => T): Promise<T>
  /** Commits at once what waits. */
  flush(): void
}

interface Waiting {
  change: () => void
  done: () => void
  failed: (error: unknown) => void
}

export interface GroupCommitOptions {
  /** Called after each transaction that was kept. */
  onCommit: () => void
  /** What those who wrote are told of an error of one that was not. */
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
      // SQLite has rolled back by itself after some errors, a full disk among them.
      if (db.isTransaction) db.exec('ROLLBACK')
      const told = toError(error)
      for (const { failed } of changes) failed(told)
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

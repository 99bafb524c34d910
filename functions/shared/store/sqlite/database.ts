import { DatabaseSync, type SQLInputValue } from 'node:sqlite'

/** One connection: typed statements, and the two kinds of transaction. */
export interface Database {
  /** `Row` says what the SQL selects: the one place where a row's type is taken on trust. */
  prepare<Row = never>(sql: string): Statement<Row>
  exec(sql: string): void
  /** All that `work` reads is of one moment. */
  read<T>(work: () => T): T
  /** All that `work` writes is on disk, or nothing of it. */
  write<T>(work: () => T): T
  close(): void
}

export interface Statement<Row> {
  get(values?: Values): Row | undefined
  all(values?: Values): Row[]
  /** How many rows changed. */
  run(values?: Values): number
}

type Values = Record<string, SQLInputValue>

/** How long a statement waits for another process's transaction. */
export const busyTimeoutMs = 10_000

/** A connection to a file that is made if it is not there. */
export function openDatabase(path: string): Database {
  const database = new DatabaseSync(path, { timeout: busyTimeoutMs })

  function transaction<T>(begin: string, work: () => T): T {
    database.exec(begin)
    try {
      const result = work()
      database.exec('COMMIT')
      return result
    } catch (error) {
      // SQLite has rolled back by itself after some errors, a full disk among them.
      if (database.isTransaction) database.exec('ROLLBACK')
      throw error
    }
  }

  return {
    prepare<Row>(sql: string): Statement<Row> {
      const statement = database.prepare(sql)
      return {
        get: (values = {}) => statement.get(values) as Row | undefined,
        all: (values = {}) => statement.all(values) as Row[],
        run: (values = {}) => Number(statement.run(values).changes),
      }
    },
    exec: (sql) => database.exec(sql),
    read: (work) => transaction('BEGIN', work),
    // A transaction that reads first and writes later fails at once when somebody wrote in between.
    write: (work) => transaction('BEGIN IMMEDIATE', work),
    close: () => database.close(),
  }
}

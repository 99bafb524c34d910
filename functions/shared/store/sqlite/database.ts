import { statSync } from 'node:fs'
import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import { toStorable } from '../storable.ts'
import { StoreUnavailableError } from '../store.ts'
import { guarded as guardedAt } from './errors.ts'
import { createWriteQueue, patienceMs } from './write-queue.ts'

/**
 * One connection: typed statements, and the two kinds of transaction. Each call throws
 * StoreUnavailableError when the database cannot be used now.
 */
export interface Database {
  /** `Row` says what the SQL selects: the one place where a row's type is taken on trust. */
  prepare<Row = never>(sql: string): Statement<Row>
  exec(sql: string): void
  /** All that `work` reads is of one moment. */
  read<T>(work: () => T): T
  /**
   * All that `work` writes is on disk, or nothing of it. Writes are done in the order of the calls; while
   * another process writes, they wait without holding up this one. `work` may be called more than once.
   */
  write<T>(work: () => T): Promise<T>
  /** The same before it returns, or not at all where another process writes. */
  writeNow<T>(work: () => T): T
  close(): void
}

export interface Statement<Row> {
  get(values?: Values): Row | undefined
  all(values?: Values): Row[]
  /** How many rows changed. */
  run(values?: Values): number
}

type Values = Record<string, SQLInputValue>

/**
 * How long a statement waits for another process's transaction, and this process with it: long enough for
 * one that is nearly done.
 */
const busyTimeoutMs = 50

/** A connection to a file that is made if it is not there. */
export function openDatabase(path: string, options = { patienceMs }): Database {
  const guarded = <T>(call: () => T) => guardedAt(path, call)
  const database = guarded(() => new DatabaseSync(path, { timeout: busyTimeoutMs }))
  const opened = fileAt(path)
  const inTurn = createWriteQueue(options)

  function transaction<T>(begin: string, work: () => T): T {
    guarded(() => database.exec(begin))
    try {
      const result = work()
      guarded(() => database.exec('COMMIT'))
      return result
    } catch (error) {
      // SQLite has rolled back by itself after some errors, a full disk among them.
      if (database.isTransaction) database.exec('ROLLBACK')
      throw error
    }
  }

  // SQLite goes on writing to a file that has no name any more, and all of it is lost with the process.
  function requireFile() {
    if (opened !== undefined && fileAt(path) === opened) return
    throw new StoreUnavailableError(`The store cannot be used: ${path} was moved or deleted`)
  }

  // A transaction that reads first and writes later fails at once when somebody wrote in between.
  function writeNow<T>(work: () => T): T {
    requireFile()
    return transaction('BEGIN IMMEDIATE', work)
  }

  return {
    prepare<Row>(sql: string): Statement<Row> {
      const statement = guarded(() => database.prepare(sql))
      return {
        get: (values) => guarded(() => statement.get(storable(values))) as Row | undefined,
        all: (values) => guarded(() => statement.all(storable(values))) as Row[],
        run: (values) => Number(guarded(() => statement.run(storable(values))).changes),
      }
    },
    exec: (sql) => guarded(() => database.exec(sql)),
    read: (work) => transaction('BEGIN', work),
    write: (work) => inTurn(() => writeNow(work)),
    writeNow,
    close: () => database.close(),
  }
}

function storable(values: Values = {}): Values {
  const entries = Object.entries(values)
  return Object.fromEntries(
    entries.map(([name, value]) => [name, typeof value === 'string' ? toStorable(value) : value]),
  )
}

/** Which file has the path: its device and inode; undefined if none can be seen there. */
function fileAt(path: string): string | undefined {
  try {
    const { dev, ino } = statSync(path, { bigint: true })
    return `${dev}:${ino}`
  } catch {
    return undefined
  }
}

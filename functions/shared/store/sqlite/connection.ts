import { statSync } from 'node:fs'
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import type { Value, Values } from '../engine.ts'
import { StoreUnavailableError } from '../store.ts'
import { toStorable } from '../values/storable.ts'
import { guarded as guardedAt } from './errors.ts'

/**
 * One connection. Each call is done when it returns, and throws StoreUnavailableError when the database cannot be used
 * now. Statements are compiled once for each text.
 */
export interface Connection {
  /** `Row` says what the SQL selects: the one place where a row's type is taken on trust. */
  all<Row>(sql: string, values?: Values): Row[]
  get<Row>(sql: string, values?: Values): Row | undefined
  /** Number of rows that changed. */
  run(sql: string, values?: Values): number
  /** Compiled each time: some PRAGMAs have their effect then. */
  exec(sql: string): void
  isTransaction(): boolean
  /** Throws where another file, or none, has the path by now: what is written would be lost with the process. */
  requireFile(): void
  close(): void
}

/**
 * How long a statement waits for another process's transaction, and this process with it: long enough for
 * one that is nearly done.
 */
const busyTimeoutMs = 50
/** Some lists have a text for each length. */
const maxStatements = 200

/** A connection to a file that is made if it is not there. */
export function openConnection(path: string): Connection {
  const guarded = <T>(call: () => T) => guardedAt(path, call)
  const database = guarded(() => new DatabaseSync(path, { timeout: busyTimeoutMs }))
  const opened = fileAt(path)
  const statements = new Map<string, StatementSync>()

  function prepared(sql: string): StatementSync {
    const known = statements.get(sql)
    if (known) return known
    const statement = database.prepare(sql)
    statements.set(sql, statement)
    for (const oldest of statements.keys()) {
      if (statements.size <= maxStatements) break
      statements.delete(oldest)
    }
    return statement
  }

  return {
    all: <Row>(sql: string, values?: Values) =>
      guarded(() => prepared(sql).all(toInput(values))) as Row[],
    get: <Row>(sql: string, values?: Values) =>
      guarded(() => prepared(sql).get(toInput(values))) as Row | undefined,
    run: (sql, values) => Number(guarded(() => prepared(sql).run(toInput(values))).changes),
    exec: (sql) => guarded(() => database.exec(sql)),
    isTransaction: () => database.isTransaction,
    requireFile() {
      if (opened !== undefined && fileAt(path) === opened) return
      throw new StoreUnavailableError(`The store cannot be used: ${path} was moved or deleted`)
    },
    close: () => database.close(),
  }
}

type Input = Record<string, SQLInputValue>

function toInput(values: Values = {}): Input {
  const input: Input = {}
  for (const name in values) input[name] = toInputValue(values[name] ?? null)
  return input
}

function toInputValue(value: Value): SQLInputValue {
  if (typeof value === 'string') return toStorable(value)
  if (typeof value === 'boolean') return Number(value)
  return Array.isArray(value) ? JSON.stringify(value.map(toInputValue)) : value
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

import { statSync } from 'node:fs'
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import type { Value, Values } from '../engine.ts'
import { StoreUnavailableError } from '../store.ts'
import { toStorable } from '../values/storable.ts'
import { guarded as guardedAt } from './errors.ts'

/**
 * Synchronous connection. Each call throws StoreUnavailableError if the database is unavailable. Statements are
 * compiled once per text.
 */
export interface Connection {
  /** `Row` is the type of the selected rows, which is not checked. */
  all<Row>(sql: string, values?: Values): Row[]
  get<Row>(sql: string, values?: Values): Row | undefined
  /** Number of rows that changed. */
  run(sql: string, values?: Values): number
  /** Runs SQL, compiled each time: some PRAGMAs take effect at compilation. */
  exec(sql: string): void
  isTransaction(): boolean
  /** Throws if the file at the path was moved, deleted or replaced: writes would be lost with the process. */
  requireFile(): void
  close(): void
}

/**
 * Time for which a statement waits for another process's transaction, blocking this process: enough for a transaction
 * that is about to end.
 */
const busyTimeoutMs = 50
/** Limit of cached statements: some queries have a different text for each list length. */
const maxStatements = 200

/** Opens a connection; creates a missing file. */
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

/** Device and inode of the file at `path`; undefined if there is none. */
function fileAt(path: string): string | undefined {
  try {
    const { dev, ino } = statSync(path, { bigint: true })
    return `${dev}:${ino}`
  } catch {
    return undefined
  }
}

import pLimit from 'p-limit'
import type { Database, Dialect, NewRow, Queries } from '../engine.ts'
import type { Connection } from './connection.ts'
import { createWriteQueue, lockTimeoutMs } from './write-queue.ts'

export interface SqliteDatabase extends Database {
  /** Runs SQL while no transaction of this process is open. */
  execAlone(sql: string): Promise<void>
}

const dialect: Dialect = {
  // SQLite has only one writer.
  forUpdate: '',
  elements: (list) => `(SELECT value, key AS place FROM json_each(${list}))`,
  texts: (list) => `(SELECT value FROM json_each(${list}))`,
  includes: (text, part) => `instr(lower(${text}), lower(${part})) > 0`,
  databaseBytes: '(SELECT page_count * page_size FROM pragma_page_count, pragma_page_size)',
}

/**
 * Database with two connections to one file: one runs a write at a time, the other a read at a time, so that an
 * `await` within a transaction admits no statement of another. Reads see all commits before their start. Writes run in
 * the order of the calls; while another process writes, they wait without blocking this one.
 */
export function createDatabase(deps: {
  writer: Connection
  reader: Connection
  lockTimeoutMs?: number
}): SqliteDatabase {
  const { writer, reader } = deps
  const inWriteTurn = createWriteQueue({ lockTimeoutMs: deps.lockTimeoutMs ?? lockTimeoutMs })
  const inReadTurn = pLimit(1)
  const [writing, reading] = [queriesOn(writer), queriesOn(reader)]

  return {
    all: (sql, values) => inReadTurn(() => reading.all(sql, values)),
    get: (sql, values) => inReadTurn(() => reading.get(sql, values)),
    read: (work) => inReadTurn(() => inTransaction(reader, 'BEGIN', () => work(reading))),
    write: (work) =>
      inWriteTurn(() => {
        writer.requireFile()
        // A transaction that reads before it writes fails if another process wrote in between.
        return inTransaction(writer, 'BEGIN IMMEDIATE', () =>
          work({ ...writing, isRepeated: false }),
        )
      }),
    execAlone: (sql) => inWriteTurn(() => inReadTurn(async () => writer.exec(sql))),
  }
}

async function inTransaction<T>(
  connection: Connection,
  begin: string,
  work: () => Promise<T>,
): Promise<T> {
  connection.run(begin)
  try {
    const result = await work()
    connection.run('COMMIT')
    return result
  } catch (error) {
    // After some errors, such as a full disk, SQLite has already rolled back.
    if (connection.isTransaction()) connection.run('ROLLBACK')
    throw error
  }
}

function queriesOn(connection: Connection): Queries {
  return {
    dialect,
    all: async (sql, values) => connection.all(sql, values),
    get: async (sql, values) => connection.get(sql, values),
    run: async (sql, values) => connection.run(sql, values),
    async insert<Row>(table: string, rows: NewRow[], clause = '') {
      const columns = Object.keys(rows[0] ?? {})
      const values = columns.map((column) => `:${column}`)
      const into = `INSERT INTO ${table} (${columns.join(', ')})`
      const sql = `${into} VALUES (${values.join(', ')}) ${clause}`
      return rows.flatMap((row) => connection.all<Row>(sql, row))
    },
  }
}

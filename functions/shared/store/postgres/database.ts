import { setTimeout as pause } from 'node:timers/promises'
import type { Pool, PoolClient, QueryResult } from 'pg'
import type { Database, Dialect, Queries } from '../engine.ts'
import { StoreUnavailableError } from '../store.ts'
import { guarded, isTransient } from './errors.ts'
import { toInserts } from './statements/insert.ts'
import { toPositional } from './statements/named-values.ts'

/** Time for retries after a lost connection: long enough for a crashed server to restart. */
const retryForMs = 5000
const pauseMs = 100

const dialect: Dialect = {
  forUpdate: 'FOR UPDATE',
  elements: (list) =>
    `(SELECT value, number - 1 AS place
      FROM unnest(${list}::bigint[]) WITH ORDINALITY AS listed (value, number))`,
  texts: (list) => `(SELECT value FROM unnest(${list}::text[]) AS listed (value))`,
  // Independent of the server's locale: https://www.postgresql.org/docs/current/collation.html
  includes: (text, part) =>
    `position(lower(${part} COLLATE "C") IN lower(${text} COLLATE "C")) > 0`,
  databaseBytes: 'pg_database_size(current_database())',
}

export interface DatabaseDeps {
  pool: Pick<Pool, 'connect'>
  /** False until the database is prepared. */
  isReady: () => boolean
}

/**
 * Database on a pool of connections. After a lost connection or a serialization failure, the whole call is retried on
 * another connection for a limited time.
 */
export function createDatabase({ pool, isReady }: DatabaseDeps): Database {
  async function withClient<T>(use: (client: PoolClient) => Promise<T>): Promise<T> {
    if (!isReady()) throw new StoreUnavailableError('The database is unavailable')
    const client = await guarded(() => pool.connect())
    let error: unknown
    try {
      return await use(client)
    } catch (thrown) {
      error = thrown
      throw thrown
    } finally {
      // A failed connection is not reused: its state is unknown.
      client.release(error instanceof StoreUnavailableError)
    }
  }

  const single = <T>(use: (queries: Queries) => Promise<T>) =>
    persistently(() => withClient((client) => use(queriesOn(client))))

  return {
    all: (sql, values) => single((queries) => queries.all(sql, values)),
    get: (sql, values) => single((queries) => queries.get(sql, values)),
    read: (work) =>
      persistently(() =>
        withClient(async (client) => {
          const begin = 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY'
          return (await inTransaction(client, begin, work)).commit()
        }),
      ),
    write(work) {
      let isRepeated = false
      return persistently(() =>
        withClient(async (client) => {
          const { commit } = await inTransaction(client, 'BEGIN', (queries) =>
            work({ ...queries, isRepeated }),
          )
          return commit().catch((error) => {
            isRepeated = true
            throw error
          })
        }),
      )
    },
  }
}

/** Begins a transaction and runs the work; the caller commits. */
async function inTransaction<T>(
  client: PoolClient,
  begin: string,
  work: (queries: Queries) => Promise<T>,
) {
  const queries = queriesOn(client)
  await queries.run(begin)
  try {
    const result = await work(queries)
    const commit = async () => {
      await queries.run('COMMIT')
      return result
    }
    return { commit }
  } catch (error) {
    // The server rolls back the transaction of a lost connection.
    if (!(error instanceof StoreUnavailableError)) await queries.run('ROLLBACK')
    throw error
  }
}

async function persistently<T>(work: () => Promise<T>): Promise<T> {
  const untilMs = performance.now() + retryForMs
  for (;;) {
    try {
      return await work()
    } catch (error) {
      if (!isTransient(error) || performance.now() > untilMs) throw error
      await pause(pauseMs)
    }
  }
}

function queriesOn(client: Pick<PoolClient, 'query'>): Queries {
  const ask: (...statement: Parameters<Queries['run']>) => Promise<QueryResult> = (
    sql,
    values = {},
  ) => guarded(() => client.query(toPositional(sql, values)))

  return {
    dialect,
    all: async (sql, values) => (await ask(sql, values)).rows,
    get: async (sql, values) => (await ask(sql, values)).rows[0],
    run: async (sql, values) => (await ask(sql, values)).rowCount ?? 0,
    async insert(table, rows, clause = '') {
      const returned = []
      for (const { sql, values } of toInserts(table, rows)) {
        returned.push(...(await ask(`${sql} ${clause}`, values)).rows)
      }
      return returned
    },
  }
}

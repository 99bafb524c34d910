import { setTimeout as pause } from 'node:timers/promises'
import type { Pool, PoolClient, QueryResult } from 'pg'
import type { Database, Dialect, Queries } from '../engine.ts'
import { StoreUnavailableError } from '../store.ts'
import { guarded, isPassing } from './errors.ts'
import { toInserts } from './statements/insert.ts'
import { toPositional } from './statements/named-values.ts'

/** For how long what has lost its connection is begun again: a server that crashed is back by then. */
const retryForMs = 5000
const pauseMs = 100

const dialect: Dialect = {
  forUpdate: 'FOR UPDATE',
  elements: (list) =>
    `(SELECT value, number - 1 AS place
      FROM unnest(${list}::bigint[]) WITH ORDINALITY AS listed (value, number))`,
  // Whatever the locale of the server: https://www.postgresql.org/docs/current/collation.html
  includes: (text, part) =>
    `position(lower(${part} COLLATE "C") IN lower(${text} COLLATE "C")) > 0`,
}

export interface DatabaseDeps {
  pool: Pick<Pool, 'connect'>
  /** False until the database is known to be what it should be. */
  isReady: () => boolean
}

/**
 * A pool of connections. Where a connection is lost, or another transaction has won, all is done again on another one
 * for a while.
 */
export function createDatabase({ pool, isReady }: DatabaseDeps): Database {
  async function withClient<T>(use: (client: PoolClient) => Promise<T>): Promise<T> {
    if (!isReady()) throw new StoreUnavailableError('The database is away, and waited for')
    const client = await guarded(() => pool.connect())
    let error: unknown
    try {
      return await use(client)
    } catch (thrown) {
      error = thrown
      throw thrown
    } finally {
      // One that failed is not used again: nobody knows what it is in the middle of.
      client.release(error instanceof StoreUnavailableError)
    }
  }

  const alone = <T>(use: (queries: Queries) => Promise<T>) =>
    persistently(() => withClient((client) => use(queriesOn(client))))

  return {
    all: (sql, values) => alone((queries) => queries.all(sql, values)),
    get: (sql, values) => alone((queries) => queries.get(sql, values)),
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

/** Does the work; what is left is to commit it. */
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
    // A connection that was lost has rolled back by itself.
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
      if (!isPassing(error) || performance.now() > untilMs) throw error
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

import { setTimeout as pause } from 'node:timers/promises'
import type { Pool, PoolClient } from 'pg'
import { StoreUnavailableError } from '../store.ts'
import { guarded, isPassing } from './errors.ts'
import { toPositional, type Values } from './named-values.ts'

/**
 * Typed statements, and the two kinds of transaction. Each call rejects with StoreUnavailableError when the
 * database cannot be used now. Where a connection is lost, or another transaction has won, all is done again
 * on another one for a while, so `work` may be called more than once.
 */
export interface Database extends Queries {
  /** All that `work` reads is of one moment. */
  read<T>(work: (snapshot: Queries) => Promise<T>): Promise<T>
  /** All that `work` writes is on disk, or nothing of it. */
  write<T>(work: (transaction: Transaction) => Promise<T>): Promise<T>
}

export interface Queries {
  /** `Row` says what the SQL selects: the one place where a row's type is taken on trust. */
  all<Row>(sql: string, values?: Values): Promise<Row[]>
  get<Row>(sql: string, values?: Values): Promise<Row | undefined>
  /** How many rows changed. */
  run(sql: string, values?: Values): Promise<number>
}

export interface Transaction extends Queries {
  /** The same was written before, and its connection lost at COMMIT: it may be there, or not. */
  isRepeated: boolean
}

/** For how long what has lost its connection is begun again: a server that crashed is back by then. */
const patienceMs = 5000
const pauseMs = 100

export interface DatabaseDeps {
  pool: Pick<Pool, 'connect'>
  /** False until the database is known to be what it should be. */
  isReady: () => boolean
}

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
    run: (sql, values) => alone((queries) => queries.run(sql, values)),
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
  const untilMs = performance.now() + patienceMs
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
  const ask = (sql: string, values: Values = {}) =>
    guarded(() => client.query(toPositional(sql, values)))

  return {
    all: async (sql, values) => (await ask(sql, values)).rows,
    get: async (sql, values) => (await ask(sql, values)).rows[0],
    run: async (sql, values) => (await ask(sql, values)).rowCount ?? 0,
  }
}

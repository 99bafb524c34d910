import { randomUUID } from 'node:crypto'
import { Client } from 'pg'
import { afterAll, beforeAll, onTestFinished } from 'vitest'
import { findBinaries } from '../../../../scripts/servers/postgres/binaries.ts'
import {
  createPostgres,
  type PostgresServer,
  type ServerOptions,
} from '../../../../scripts/servers/postgres/server.ts'
import { createLogger } from '../../process/logger.ts'
import { openPostgresStore } from './store.ts'

/** Whether npm has a PostgreSQL for this platform; otherwise tests that need it are skipped. */
export const postgresIsHere = findBinaries() !== null
if (!postgresIsHere && process.env.CI === 'true') throw new Error('Expected a PostgreSQL from npm')

/** Server for the tests of one file. */
export function ownPostgres(options: ServerOptions = {}) {
  let server: PostgresServer
  beforeAll(async () => {
    if (!postgresIsHere) return
    server = await createPostgres(options)
    await server.start()
  })
  afterAll(() => server?.remove())

  return {
    server: () => server,
    /** URL of a new schema, which is an empty database for a store. */
    async newUrl(): Promise<string> {
      const schema = `test_${randomUUID().replaceAll('-', '')}`
      await ask(server.url, `CREATE SCHEMA ${schema}`)
      const url = new URL(server.url)
      url.searchParams.set('options', `-csearch_path=${schema}`)
      return url.href
    },
  }
}

export async function open(url: string, options: { now?: () => number } = {}) {
  const store = await openPostgresStore(url, {
    logger: createLogger('store', 'silent'),
    onUnusable: (error) => {
      throw error
    },
    ...options,
  })
  onTestFinished(() => store.close())
  return store
}

/** Runs SQL on a separate connection. */
export async function ask(url: string, sql: string): Promise<unknown[]> {
  const client = await connected(url)
  const { rows } = await client.query(sql)
  await client.end()
  return rows
}

/** Separate connection; the caller ends it. */
export async function connected(url: string): Promise<Client> {
  const client = new Client(url)
  client.on('error', () => {})
  await client.connect()
  return client
}

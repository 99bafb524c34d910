import { DatabaseError } from 'pg'
import { isTlsFault } from '../../../errors/tls-fault.ts'
import { SettingsError } from '../../../settings/env.ts'
import { createClient, end } from '../connections.ts'
import { guarded, messageOf, unusable } from '../errors.ts'
import { makeSchema } from './make-schema.ts'

const oldestVersion = 14

/** Errors that a retry cannot fix: https://www.postgresql.org/docs/current/errcodes-appendix.html */
const final = [
  '28000', // invalid authorization
  '28P01', // invalid password
  '3D000', // unknown database
  '3F000', // unknown schema
  '42501', // no permission to create tables
  '42P07', // table of another program
]

/** Message of node-postgres. */
const withoutTls = 'The server does not support SSL connections'

/**
 * Connects, checks that the database is usable, and creates missing tables. Rejects with SettingsError for an
 * unusable database, with StoreUnavailableError for an unavailable one.
 */
export async function prepareDatabase(url: string): Promise<void> {
  const client = createdClient(url)
  try {
    await guarded(() => client.connect())
    requireUsable(await guarded(() => aboutServer(client)))
    await makeSchema(client)
  } catch (error) {
    throw isFinal(error) ? unusable(messageOf(error)) : error
  } finally {
    await end(client)
  }
}

function createdClient(url: string) {
  try {
    return createClient(url)
  } catch {
    // Without the cause: it may contain a password.
    throw new SettingsError(
      'Expected DATABASE_URL to be like postgres://user:password@host:5432/database',
    )
  }
}

interface AboutServer {
  version: number
  encoding: string
  schema: string | null
}

async function aboutServer(client: ReturnType<typeof createClient>): Promise<AboutServer> {
  const { rows } = await client.query(`
    SELECT current_setting('server_version_num')::int / 10000 AS version,
           current_setting('server_encoding') AS encoding, current_schema() AS schema`)
  return rows[0]
}

export function requireUsable({ version, encoding, schema }: AboutServer): void {
  if (version < oldestVersion) {
    throw unusable(`it is PostgreSQL ${version}, and ${oldestVersion} or later is needed`)
  }
  if (encoding !== 'UTF8') {
    throw unusable(`its encoding is ${encoding}, and UTF8 is needed: createdb --encoding=UTF8`)
  }
  if (schema === null) throw unusable('there is no schema that its search_path names')
}

function isFinal(error: unknown): boolean {
  const cause = error instanceof Error && error.cause ? error.cause : error
  if (cause instanceof DatabaseError) return final.includes(cause.code ?? '')
  return isTlsFault(cause) || (cause instanceof Error && cause.message === withoutTls)
}

import { DatabaseError } from 'pg'
import { isTlsFault } from '../../../errors/tls-fault.ts'
import { SettingsError } from '../../../settings/env.ts'
import { createClient, end } from '../connections.ts'
import { guarded, messageOf, unusable } from '../errors.ts'
import { makeSchema } from './make-schema.ts'

const oldestVersion = 14

/** What no waiting mends: https://www.postgresql.org/docs/current/errcodes-appendix.html */
const final = [
  '28000', // not let in
  '28P01', // a wrong password
  '3D000', // no such database
  '3F000', // no such schema
  '42501', // may not make tables
  '42P07', // a table is there that is not ours
]

/** As node-postgres says it. */
const withoutTls = 'The server does not support SSL connections'

/**
 * Connects, sees that the database can be used, and makes its tables if they are not there. Rejects with
 * SettingsError that says what is wrong with it, with StoreUnavailableError where it is away.
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
    // Whatever is wrong with it, it may hold a password.
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

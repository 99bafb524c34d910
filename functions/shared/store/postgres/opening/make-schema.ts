import type { ClientBase, QueryResult } from 'pg'
import { type SchemaStep, stepsTo } from '../../schema-steps.ts'
import { guarded, messageOf, unusable } from '../errors.ts'
import { schema, schemaVersion } from './schema.ts'

const steps: SchemaStep[] = [{ from: 0, to: schemaVersion, sql: schema }]
const elsewhere = 'name another database'
/** Key of the advisory lock for creating tables: any number that is unused in this database. */
const lockKey = 7_414_927_001

/**
 * Creates the tables of a new database atomically; other processes wait meanwhile. Throws SettingsError for a schema
 * of another version and for tables of another program, and leaves them unchanged.
 */
export async function makeSchema(client: ClientBase): Promise<void> {
  const ask = (sql: string, values: unknown[] = []) => guarded(() => client.query(sql, values))
  if ((await stepsOf(ask)).length === 0) return

  await ask('BEGIN')
  await ask('SELECT pg_advisory_xact_lock($1)', [lockKey])
  // Another process may have created the tables.
  for (const { to, sql } of await stepsOf(ask)) {
    await ask(sql)
    await ask('UPDATE glyphflow_schema SET version = $1', [to])
  }
  await ask('COMMIT')
}

type Ask = (sql: string) => Promise<QueryResult>

/** Steps that the database needs, none if it is current. */
async function stepsOf(ask: Ask): Promise<SchemaStep[]> {
  // Not to_regclass(): it may repeat an earlier result after another process has created the tables.
  const found = await ask(
    "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() AND tablename IN ('glyphflow_schema', 'documents')",
  )
  const isOurs = found.rows.some(({ tablename }) => tablename === 'glyphflow_schema')
  if (!isOurs && found.rows.length > 0) {
    throw unusable(
      'it has tables of another program. Name an empty database, or a schema of its own: ?options=-csearch_path%3Dglyphflow',
    )
  }
  const version = isOurs ? (await ask('SELECT version FROM glyphflow_schema')).rows[0]?.version : 0
  try {
    return stepsTo(schemaVersion, { found: version, steps, elsewhere })
  } catch (error) {
    throw unusable(messageOf(error))
  }
}

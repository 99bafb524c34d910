import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ClientBase, QueryResult } from 'pg'
import { guarded, unusable } from './errors.ts'

/** Of schema.sql: greater with each change of it. */
const schemaVersion = 6
const schema = join(import.meta.dirname, 'schema.sql')
/** Of the lock that one process makes the tables under: any number that nobody else uses in this database. */
const lockKey = 7_414_927_001

/**
 * Makes the tables of a new database, all or none; other processes wait meanwhile. Throws SettingsError for a schema
 * of another version and for tables of another program, which stay as they are.
 */
export async function makeSchema(client: ClientBase): Promise<void> {
  const ask = (sql: string, values: unknown[] = []) => guarded(() => client.query(sql, values))
  if (await hasSchema(ask)) return

  await ask('BEGIN')
  await ask('SELECT pg_advisory_xact_lock($1)', [lockKey])
  // Another process may have been quicker.
  if (!(await hasSchema(ask))) {
    await ask(await readFile(schema, 'utf8'))
    await ask('CREATE TABLE glyphflow_schema (version integer NOT NULL)')
    await ask('INSERT INTO glyphflow_schema VALUES ($1)', [schemaVersion])
  }
  await ask('COMMIT')
}

type Ask = (sql: string) => Promise<QueryResult>

async function hasSchema(ask: Ask): Promise<boolean> {
  // Not to_regclass(): what that has found once it may find again, though another process was quicker.
  const found = await ask(
    "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() AND tablename IN ('glyphflow_schema', 'documents')",
  )
  const ours = found.rows.some(({ tablename }) => tablename === 'glyphflow_schema')
  if (!ours && found.rows.length > 0) {
    throw unusable(
      'it has tables of another program. Name an empty database, or a schema of its own: ?options=-csearch_path%3Dglyphflow',
    )
  }
  if (!ours) return false
  const rows = await ask('SELECT version FROM glyphflow_schema')
  const version: number = rows.rows[0]?.version ?? 0
  if (version > schemaVersion) {
    throw unusable(
      `its schema version is ${version}, newer than this Glyphflow's ${schemaVersion}. Run the newer Glyphflow, or name another database`,
    )
  }
  if (version < schemaVersion) {
    throw unusable(
      `its schema version is ${version}, older than this Glyphflow's ${schemaVersion}, which does not convert it. Run the older Glyphflow, or name another database`,
    )
  }
  return true
}

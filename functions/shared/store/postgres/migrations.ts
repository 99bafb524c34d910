import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ClientBase, QueryResult } from 'pg'
import { guarded, unusable } from './errors.ts'
import { addNameVectors } from './name-vectors.ts'

const folder = join(import.meta.dirname, 'migrations')
/** Of the lock that one process migrates under: any number that nobody else uses in this database. */
const lockKey = 7_414_927_001
/** The version from which on file names are searched. */
const namesSearched = 3

/**
 * Brings a database to the schema of today by the files of ./migrations that it has not had, each once, in the
 * order of their numbers, all or none; other processes wait meanwhile. Throws SettingsError for a newer schema,
 * and for tables of another program.
 */
export async function migrate(client: ClientBase): Promise<void> {
  const ask = (sql: string, values: unknown[] = []) => guarded(() => client.query(sql, values))
  const files = (await readdir(folder)).toSorted()
  if ((await versionOf(ask, files.length)) === files.length) return

  await ask('BEGIN')
  await ask('SELECT pg_advisory_xact_lock($1)', [lockKey])
  // Another process may have been quicker.
  const version = await versionOf(ask, files.length)
  if (version === 0) await ask('CREATE TABLE glyphflow_schema (version integer NOT NULL)')
  for (const file of files.slice(version)) {
    await ask(await readFile(join(folder, file), 'utf8'))
  }
  if (version < namesSearched) await addNameVectors(ask)
  await ask('DELETE FROM glyphflow_schema')
  await ask('INSERT INTO glyphflow_schema VALUES ($1)', [files.length])
  await ask('COMMIT')
}

type Ask = (sql: string) => Promise<QueryResult>

/** 0 where nothing is. */
async function versionOf(ask: Ask, known: number): Promise<number> {
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
  if (!ours) return 0
  const rows = await ask('SELECT version FROM glyphflow_schema')
  const version: number = rows.rows[0]?.version ?? 0
  if (version > known) {
    throw unusable(
      `its schema version is ${version}, newer than this Glyphflow's ${known}. Run the newer Glyphflow, or name another database`,
    )
  }
  return version
}

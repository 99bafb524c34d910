import { type SchemaStep, stepsTo } from '../../schema-steps.ts'
import type { Connection } from '../connection.ts'
import { schema, schemaVersion } from './schema.ts'

const steps: SchemaStep[] = [{ from: 0, to: schemaVersion, sql: schema }]
const elsewhere = 'set DATA_DIR to another folder'

/** Creates the tables of a new file atomically; does not write to a file that has them. */
export function makeSchema(connection: Connection): void {
  if (stepsOf(connection).length === 0) return
  connection.exec('BEGIN IMMEDIATE')
  // Another process may have created the tables.
  for (const { sql, to } of stepsOf(connection)) {
    connection.exec(sql)
    connection.exec(`PRAGMA user_version = ${to}`)
  }
  connection.exec('COMMIT')
}

/** Steps that the file needs, none if it is current. Throws for a file of another version or another program. */
export function stepsOf(connection: Connection): SchemaStep[] {
  const pragma = connection.get<{ user_version: number }>('PRAGMA user_version')
  const found = pragma?.user_version ?? 0
  if (found === 0 && hasTables(connection)) {
    throw new Error(
      'it is the database of another program. Move it away, or set DATA_DIR to another folder',
    )
  }
  return stepsTo(schemaVersion, { found, steps, elsewhere })
}

function hasTables(connection: Connection): boolean {
  const sql = 'SELECT count(*) AS tables FROM sqlite_schema'
  return connection.get<{ tables: number }>(sql)?.tables !== 0
}

/** Throws SQLite's error if a table is missing. */
export function requireTables(connection: Connection): void {
  const tables = [...schema.matchAll(/CREATE (?:VIRTUAL )?TABLE (\w+)/g)].map(([, name]) => name)
  connection.all(`SELECT 1 FROM ${tables.join(', ')} LIMIT 0`)
}

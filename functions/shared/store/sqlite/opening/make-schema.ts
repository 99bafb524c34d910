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
  // One statement: another process may create the tables and their version between two.
  const found = connection.get<{ user_version: number; tables: number }>(
    'SELECT user_version, (SELECT count(*) FROM sqlite_schema) AS tables FROM pragma_user_version',
  )
  const { user_version, tables } = found ?? { user_version: 0, tables: 0 }
  if (user_version === 0 && tables > 0) {
    throw new Error(
      'it is the database of another program. Move it away, or set DATA_DIR to another folder',
    )
  }
  return stepsTo(schemaVersion, { found: user_version, steps, elsewhere })
}

/** Throws SQLite's error if a table is missing. */
export function requireTables(connection: Connection): void {
  const tables = [...schema.matchAll(/CREATE (?:VIRTUAL )?TABLE (\w+)/g)].map(([, name]) => name)
  connection.all(`SELECT 1 FROM ${tables.join(', ')} LIMIT 0`)
}

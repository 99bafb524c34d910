import type { Database } from './database.ts'
import { schema, schemaVersion } from './schema.ts'

/** Makes the tables of a new file, all at once or not at all; one that has them needs no writing. */
export function makeSchema(database: Database): void {
  if (hasSchema(database)) return
  database.writeNow(() => {
    // Another process may have been quicker.
    if (hasSchema(database)) return
    database.exec(schema)
    database.exec(`PRAGMA user_version = ${schemaVersion}`)
  })
}

/** Whether the file has the tables, or is empty. Throws for one of another version or another program. */
export function hasSchema(database: Database): boolean {
  const version =
    database.prepare<{ user_version: number }>('PRAGMA user_version').get()?.user_version ?? 0
  if (version === schemaVersion) return true
  if (version > schemaVersion) {
    throw new Error(
      `its schema version is ${version}, newer than this Glyphflow's ${schemaVersion}. Run the newer Glyphflow, or set DATA_DIR to another folder`,
    )
  }
  if (version > 0) {
    throw new Error(
      `its schema version is ${version}, older than this Glyphflow's ${schemaVersion}, which does not convert it. Run the older Glyphflow, or set DATA_DIR to another folder`,
    )
  }
  const found = database
    .prepare<{ tables: number }>('SELECT count(*) AS tables FROM sqlite_schema')
    .get()
  if (!found?.tables) return false
  throw new Error(
    'it is the database of another program. Move it away, or set DATA_DIR to another folder',
  )
}

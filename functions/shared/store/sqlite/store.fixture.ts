import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { promisify } from 'node:util'
import { onTestFinished } from 'vitest'
import { databasesFolder } from '../../process/databases-folder.fixture.ts'
import { openSqliteStore, type SqliteOptions } from './store.ts'

const run = promisify(execFile)

/** Path in a new folder. */
export function newPath(): string {
  const folder = mkdtempSync(join(databasesFolder, 'glyphflow-store-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return join(folder, 'store.db')
}

export function open(path: string, options?: SqliteOptions) {
  const store = openSqliteStore(path, options)
  onTestFinished(() => store.close())
  return store
}

/** Runs `script` in a child process, with `store` open on the path and the examples in scope. */
export function runWithStore(path: string, script: string) {
  const module = JSON.stringify(new URL('./store.ts', import.meta.url))
  const examples = JSON.stringify(new URL('../contract/examples.fixture.ts', import.meta.url))
  const source = `
    import { openSqliteStore } from ${module}
    import * as examples from ${examples}
    const { addWithTexts, textResult } = examples
    const store = openSqliteStore(${JSON.stringify(path)})
    ${script}`
  return run(process.execPath, ['--input-type=module', '-e', source])
}

/** Runs SQL on a separate connection. */
export function alter(path: string, sql: string) {
  const database = new DatabaseSync(path)
  database.exec(sql)
  database.close()
}

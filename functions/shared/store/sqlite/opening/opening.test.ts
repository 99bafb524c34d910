import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, onTestFinished, test } from 'vitest'
import { SettingsError } from '../../../settings/env.ts'
import { addWithTexts } from '../../contract/examples.ts'
import type { Values } from '../../engine.ts'
import { StoreUnavailableError } from '../../store.ts'
import { type Connection, openConnection } from '../connection.ts'
import { alter, newPath, open } from '../store.fixture.ts'
import { openSqliteStore } from '../store.ts'
import { makeSchema, stepsOf } from './make-schema.ts'
import { toOpeningError } from './opening-error.ts'

/** Path of a store that was closed properly and then changed by `harm`. */
async function storeAfter(harm: (path: string, size: number) => void): Promise<string> {
  const path = newPath()
  const store = openSqliteStore(path)
  await addWithTexts(store, ['kept'], { id: 'd1' })
  await store.close()
  harm(path, readFileSync(path).length)
  return path
}

function overwrite(path: string, offset: number, bytes: number[]) {
  writeFileSync(path, readFileSync(path).fill(Buffer.from(bytes), offset, offset + bytes.length))
}

function openingError(path: string): unknown {
  try {
    open(path)
    return null
  } catch (error) {
    return error
  }
}

/** Offsets of https://sqlite.org/fileformat.html#the_database_header */
const header = { magic: 0, pageSize: 16, schemaFormat: 44, encoding: 56 }

const damaged = /store\.db is damaged: .+\. Put back a backup .+ or move store\.db, .+ away/
const noDatabase = /it is not a SQLite database\. Move it away.*put back a backup/

describe('the error for an unusable store has a reason and a remedy', () => {
  test.each<[string, (path: string, size: number) => void, RegExp]>([
    ['truncated by a page', (path, size) => truncateSync(path, size - 4096), damaged],
    ['truncated in the middle', (path, size) => truncateSync(path, size / 2), damaged],
    ['truncated within its header', (path) => truncateSync(path, 90), damaged],
    ['with a changed byte', (path) => overwrite(path, header.magic, [0x20]), noDatabase],
    ['with an invalid page size', (path) => overwrite(path, header.pageSize, [3, 3]), noDatabase],
    ['of an unknown format', (path) => overwrite(path, header.schemaFormat, [0, 0, 0, 9]), damaged],
    ['in an unknown encoding', (path) => overwrite(path, header.encoding, [0, 0, 0, 2]), damaged],
    ['with a corrupt schema', (path) => overwrite(path, 100, Array(3996).fill(7)), damaged],
    ['without one of its tables', (path) => alter(path, 'DROP TABLE dead_letters'), damaged],
    [
      'of an older version',
      (path) => alter(path, 'PRAGMA user_version = 5'),
      /version is 5, older than .* Run the older Glyphflow, or set DATA_DIR to another folder/,
    ],
    ['of a newer version', (path) => alter(path, 'PRAGMA user_version = 99'), /newer than this/],
  ])('a store %s', async (_, harm, sentence) => {
    const path = await storeAfter(harm)

    const error = openingError(path)

    expect(error).toBeInstanceOf(SettingsError)
    expect(error).toMatchObject({ message: expect.stringMatching(sentence) })
  })

  test.each([
    ['of an older version', 'PRAGMA user_version = 5'],
    ['of another program', 'PRAGMA user_version = 0; PRAGMA journal_mode = DELETE'],
  ])('a database %s stays unchanged', async (_, sql) => {
    const path = await storeAfter((file) => alter(file, sql))
    const before = readFileSync(path)

    expect(openingError(path)).toBeInstanceOf(SettingsError)

    expect(readdirSync(dirname(path))).toEqual(['store.db'])
    expect(readFileSync(path).equals(before)).toBe(true)
  })

  test('a store that is a folder', () => {
    const path = newPath()
    mkdirSync(path)

    expect(openingError(path)).toMatchObject({
      name: 'SettingsError',
      message: `Cannot open the store ${path}: it is a folder. Move it away, or set DATA_DIR to another folder`,
    })
  })
})

/** If the tests run as root, they use another user. */
function openedByAnother(path: string): string {
  const module = JSON.stringify(new URL('../store.ts', import.meta.url))
  const script = `const { openSqliteStore } = await import(${module})
    try { openSqliteStore(${JSON.stringify(path)}) } catch (error) { console.log(error.name, error.message) }`
  const node = [process.execPath, '--input-type=module', '-e', script]
  const nobody = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups']
  const [command = '', ...args] = process.getuid?.() === 0 ? [...nobody, ...node] : node
  const { stdout, stderr } = spawnSync(command, args, { encoding: 'utf8' })
  return stdout + stderr
}

describe.runIf(process.platform === 'linux')('a store that the system keeps from us', () => {
  test.each([
    ['is not readable', 0o755, 0o000],
    ['is not writable', 0o755, 0o444],
    ['is in a folder that is not accessible', 0o600, 0o644],
    ['is in a folder that is not writable', 0o555, 0o666],
  ])('the error for a store that %s has a remedy', async (_, folderMode, fileMode) => {
    const path = await storeAfter(() => {})
    chmodSync(path, fileMode)
    chmodSync(dirname(path), folderMode)

    const said = openedByAnother(path)

    chmodSync(dirname(path), 0o700)
    expect(said).toMatch(
      /^SettingsError Cannot open the store .+: EACCES: .+ Let the user who runs Glyphflow read and write/,
    )
  })
})

test('tables that another process creates meanwhile are recognized', () => {
  const path = newPath()
  const connection = openConnection(path)
  onTestFinished(() => connection.close())
  let statements = 0
  const interrupted: Connection = {
    ...connection,
    get<Row>(sql: string, values?: Values) {
      const row = connection.get<Row>(sql, values)
      statements += 1
      if (statements === 1) open(path)
      return row
    },
  }

  makeSchema(interrupted)

  expect(stepsOf(connection)).toEqual([])
})

describe('a store that a retry may open', () => {
  test.each([
    ['busy', 5],
    ['out of memory', 7],
    ['read-only for another reason than permissions', 8],
    ['failing', 10],
    ['full', 13],
    ['impossible to open for another reason than permissions', 14],
  ])('a store that is %s is unavailable', async (_, errcode) => {
    const path = await storeAfter(() => {})

    const error = toOpeningError(path, Object.assign(new Error('said'), { errcode }))

    expect(error).toBeInstanceOf(StoreUnavailableError)
    expect(error.message).toBe(`Cannot open the store ${path}: said`)
  })

  test('a store in a missing folder is unavailable', () => {
    const path = join(newPath(), 'store.db')

    expect(openingError(path)).toBeInstanceOf(StoreUnavailableError)
  })
})

test.each(['', 'rubbish'])('a write-ahead log with %j is ignored', async (log) => {
  const path = await storeAfter((file) => writeFileSync(`${file}-wal`, log))

  const store = open(path)

  expect(await store.document('d1')).toMatchObject({ status: 'done' })
})

test('the error for damage found by a query has a remedy', async () => {
  const path = await storeAfter((file) =>
    overwrite(file, pageOf(file, 'documents') * 4096, rubbish),
  )
  const store = open(path)

  const asked = store.documents({ limit: 10 })

  await expect(asked).rejects.toThrow(StoreUnavailableError)
  await expect(asked).rejects.toThrow(damaged)
})

const rubbish = Array(4096).fill(7)

/** Root page of a table or an index, counted from 0. */
function pageOf(path: string, name: string): number {
  const database = new DatabaseSync(path, { readOnly: true })
  const row = database.prepare('SELECT rootpage FROM sqlite_schema WHERE name = ?').get(name)
  database.close()
  return Number(row?.rootpage) - 1
}

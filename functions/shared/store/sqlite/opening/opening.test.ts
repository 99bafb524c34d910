import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, readdirSync, readFileSync, truncateSync } from 'node:fs'
import { dirname } from 'node:path'
import { describe, expect, test } from 'vitest'
import { SettingsError } from '../../../settings/env.ts'
import { alter, newPath } from '../store.fixture.ts'
import { damaged, openingError, overwrite, storeAfter } from './harmed-store.fixture.ts'

/** Offsets of https://sqlite.org/fileformat.html#the_database_header */
const header = { magic: 0, pageSize: 16, schemaFormat: 44, encoding: 56 }

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

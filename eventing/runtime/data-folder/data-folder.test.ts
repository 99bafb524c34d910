import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pino } from 'pino'
import { expect, onTestFinished, test } from 'vitest'
import { closeDataFolder } from './data-folder.ts'

/** A data folder of an older version, accessible to all users; names that end in / are folders. */
function folderWith(...names: string[]): string {
  const parent = mkdtempSync(join(tmpdir(), 'glyphflow-data-folder-'))
  onTestFinished(() => rmSync(parent, { recursive: true }))
  const folder = join(parent, 'data')
  for (const name of ['/', ...names]) {
    const path = join(folder, name)
    mkdirSync(name.endsWith('/') ? path : dirname(path), { recursive: true })
    if (!name.endsWith('/')) writeFileSync(path, name)
  }
  for (const name of entriesOf(folder)) chmodSync(join(folder, name), isFolder(folder, name))
  return folder
}

const entriesOf = (folder: string) => [
  '.',
  ...readdirSync(folder, { recursive: true, encoding: 'utf8' }),
]
const isFolder = (folder: string, name: string) =>
  statSync(join(folder, name)).isDirectory() ? 0o755 : 0o644

function modesIn(folder: string): Record<string, string> {
  const mode = (name: string) => (lstatSync(join(folder, name)).mode & 0o7777).toString(8)
  return Object.fromEntries(entriesOf(folder).map((name) => [name, mode(name)]))
}

/** Log lines of `closeDataFolder`. */
function logLinesOf(folder: string): { msg: string; [field: string]: unknown }[] {
  const lines: string[] = []
  closeDataFolder(folder, pino({ base: null }, { write: (line) => lines.push(line) }))
  return lines.map((line) => JSON.parse(line))
}

const closed = 'permissions of the data folder were restricted to its owner'
const open = 'other users may be able to access files in the data folder'

test('the folder of an older version is restricted, with one log line', () => {
  const folder = folderWith(
    ...['store.sqlite', 'store.sqlite-wal', 'store.sqlite-shm', 'log.sqlite', 'lock.sqlite'],
    ...['store.sqlite.bak', 'bundles/0123456789abcdef/ocr/main.mjs', 'lost+found/'],
    ...['compile-cache/v24.21.0-x64-8b7a-0/cached'],
  )

  const lines = logLinesOf(folder)
  const again = logLinesOf(folder)

  expect(lines).toMatchObject([{ msg: closed, dataDir: folder, closed: 14 }])
  expect(again).toEqual([])
  const modes = Object.entries(modesIn(folder)).filter(([name]) => name !== 'lost+found')
  expect(modes.filter(([, mode]) => !['700', '600'].includes(mode))).toEqual([])
})

test('files of other programs stay unchanged, and so does their folder', () => {
  const folder = folderWith(
    ...['store.sqlite', 'notes.txt', 'photos/a.png', 'postgres/theirs', 'bundles/theirs'],
    ...['bundles/0123456789abcdef/main.mjs', 'compile-cache/theirs', 'store.sql'],
  )

  logLinesOf(folder)

  expect(modesIn(folder)).toEqual({
    '.': '755',
    'store.sqlite': '600',
    'notes.txt': '644',
    photos: '755',
    'photos/a.png': '644',
    postgres: '755',
    'postgres/theirs': '644',
    bundles: '755',
    'bundles/theirs': '644',
    'bundles/0123456789abcdef': '700',
    'bundles/0123456789abcdef/main.mjs': '600',
    'compile-cache': '755',
    'compile-cache/theirs': '644',
    'store.sql': '644',
  })
})

test('a file with the name of one of our folders stays unchanged', () => {
  const folder = folderWith('bundles', 'constructor')

  logLinesOf(folder)

  expect(modesIn(folder)).toEqual({ '.': '755', bundles: '644', constructor: '644' })
})

test('a shared folder stays accessible, even if empty', () => {
  const folder = folderWith()
  chmodSync(folder, 0o1777)

  const lines = logLinesOf(folder)

  expect(lines).toEqual([])
  expect(modesIn(folder)).toEqual({ '.': '1777' })
})

test('links are not followed but logged: their targets stay unchanged', () => {
  const elsewhere = folderWith('theirs', 'v24.0.0-/theirs')
  const folder = folderWith('log.sqlite', 'bundles/')
  symlinkSync(join(elsewhere, 'theirs'), join(folder, 'store.sqlite'))
  symlinkSync(elsewhere, join(folder, 'compile-cache'))
  symlinkSync(elsewhere, join(folder, 'bundles/0123456789abcdef'))
  symlinkSync('/nowhere', join(folder, 'store.sqlite-wal'))
  linkSync(join(elsewhere, 'theirs'), join(folder, 'store.sqlite.bak'))
  const before = modesIn(elsewhere)

  const lines = logLinesOf(folder)

  expect(modesIn(elsewhere)).toEqual(before)
  expect(modesIn(folder)['log.sqlite']).toBe('600')
  expect(lines).toMatchObject([{ msg: closed }, { msg: open, more: 3 }])
})

test('a data folder that is a link is restricted itself', () => {
  const folder = folderWith('store.sqlite')
  symlinkSync(folder, `${folder}-link`)

  logLinesOf(`${folder}-link`)

  expect(modesIn(folder)).toEqual({ '.': '700', 'store.sqlite': '600' })
})

/** Runs in a process of another user. */
function asNobody(script: string) {
  const [command, ...args] = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups']
  const node = [process.execPath, '--input-type=module', '-e', script]
  return spawnSync(command ?? '', [...args, ...node], { encoding: 'utf8' })
}
const module = JSON.stringify(join(import.meta.dirname, 'data-folder.ts'))
const canBeNobody = process.getuid?.() === 0 && asNobody(`await import(${module})`).status === 0

test.runIf(canBeNobody)(
  'files that the system refuses to restrict are logged, without an error',
  () => {
    const folder = folderWith('store.sqlite', 'log.sqlite')
    chmodSync(dirname(folder), 0o755)

    const { stdout, stderr } = asNobody(`
    const { closeDataFolder } = await import(${module})
    closeDataFolder(${JSON.stringify(folder)}, { warn: (fields) => console.log(JSON.stringify(fields)) })`)

    expect(stderr).toBe('')
    expect(JSON.parse(stdout)).toMatchObject({
      path: folder,
      more: 2,
      reason: expect.stringContaining('EPERM'),
    })
  },
)

import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { promisify } from 'node:util'
import { describe, expect, onTestFinished, test } from 'vitest'
import { addWithTexts, textResult } from './contract/examples.ts'
import { openStoreDatabase } from './sqlite/schema.ts'
import { openSqliteStore } from './sqlite-store.ts'
import { describeStore } from './store.contract.ts'

const run = promisify(execFile)

function newPath(): string {
  const folder = mkdtempSync(join(tmpdir(), 'glyphflow-store-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return join(folder, 'store.db')
}

function open(path: string) {
  const store = openSqliteStore(path)
  onTestFinished(() => store.close())
  return store
}

/** Runs `script` in a process of its own, with `store` open on the path. */
function runWithStore(path: string, script: string) {
  const module = JSON.stringify(new URL('./sqlite-store.ts', import.meta.url))
  const examples = JSON.stringify(new URL('./contract/examples.ts', import.meta.url))
  const source = `
    import { openSqliteStore } from ${module}
    import { addWithTexts } from ${examples}
    const store = openSqliteStore(${JSON.stringify(path)})
    ${script}`
  return run(process.execPath, ['--input-type=module', '-e', source])
}

function alter(path: string, sql: string) {
  const database = new DatabaseSync(path)
  database.exec(sql)
  database.close()
}

describeStore('SQLite', async () => {
  const path = newPath()
  return {
    store: open(path),
    openAnother: async () => open(path),
    queueAgain: async ({ page, try: number }) =>
      alter(path, `UPDATE pages SET status = 'queued', try = ${number} WHERE page = ${page}`),
  }
})

describe('SQLite file', () => {
  test('a write is on disk before it is answered: WAL with synchronous FULL', () => {
    const database = openStoreDatabase(newPath())
    onTestFinished(() => database.close())

    expect(database.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' })
    expect(database.prepare('PRAGMA synchronous').get()).toEqual({ synchronous: 2 })
    expect(database.prepare('PRAGMA foreign_keys').get()).toEqual({ foreign_keys: 1 })
  })

  test('what was written is there after a reopening', async () => {
    const path = newPath()
    const before = openSqliteStore(path)
    const documentId = await addWithTexts(before, ['kept', null])
    const document = await before.document(documentId)
    await before.close()

    const after = open(path)

    expect(await after.document(documentId)).toEqual(document)
    expect(await after.feedBounds()).toEqual({ oldest: 0, latest: 3 })
  })

  test('what was acknowledged survives kill -9', async () => {
    const path = newPath()

    const killed = runWithStore(
      path,
      `await addWithTexts(store, ['kept'], { id: 'd1' }); process.kill(process.pid, 'SIGKILL')`,
    )

    await expect(killed).rejects.toMatchObject({ signal: 'SIGKILL' })
    expect(await open(path).document('d1')).toMatchObject({ status: 'done' })
  })

  test('processes that open a new file and write at the same time do not fail', async () => {
    const path = newPath()
    const script = `for (let count = 0; count < 100; count++) await addWithTexts(store, ['read'])`

    await Promise.all([1, 2, 3].map(() => runWithStore(path, script)))

    expect((await open(path).feedBounds()).latest).toBe(900)
  })

  test('a watch does not keep its process alive', async () => {
    const ended = runWithStore(newPath(), 'store.watch(() => {})')

    await expect(ended).resolves.toMatchObject({ stderr: '' })
  })

  test('the bounds of the feed follow when changes are pruned', async () => {
    const path = newPath()
    const store = open(path)
    await addWithTexts(store, ['read'])

    alter(path, 'DELETE FROM changes WHERE change <= 2')
    const pruned = await store.feedBounds()
    alter(path, 'DELETE FROM changes')
    const emptied = await store.feedBounds()

    expect(pruned).toEqual({ oldest: 2, latest: 3 })
    expect(emptied).toEqual({ oldest: 3, latest: 3 })
  })

  test('the search index agrees with the texts after changes and deletions', async () => {
    const path = newPath()
    const store = open(path)
    const changed = await addWithTexts(store, ['one \u0002 two', null])
    const deleted = await addWithTexts(store, ['three \u0003 four'])

    await store.applyResult(textResult(changed, { try: 2, text: 'five' }))
    await store.deleteDocument(deleted)

    const check = `INSERT INTO text_search (text_search, rank) VALUES ('integrity-check', 1)`
    expect(() => alter(path, check)).not.toThrow()
  })

  test('a file that is no database is named, and left as it is', () => {
    const path = newPath()
    writeFileSync(path, 'notes of a person, '.repeat(100))

    expect(() => openSqliteStore(path)).toThrow(
      `Cannot open the store ${path}: it is not a SQLite database. Move it away`,
    )
    expect(readFileSync(path, 'utf8')).toContain('notes of a person')
  })

  test('a store of a newer version is named', () => {
    const path = newPath()
    alter(path, 'PRAGMA user_version = 99')

    expect(() => openSqliteStore(path)).toThrow(
      `Cannot open the store ${path}: its schema version is 99, newer than`,
    )
  })

  test("another program's database is left alone", () => {
    const path = newPath()
    alter(path, 'CREATE TABLE notes (text)')

    expect(() => openSqliteStore(path)).toThrow(`${path}: it is the database of another program`)
  })

  test('a folder that is missing is named', () => {
    const path = join(newPath(), 'store.db')

    expect(() => openSqliteStore(path)).toThrow(`Cannot open the store ${path}: unable to open`)
  })
})

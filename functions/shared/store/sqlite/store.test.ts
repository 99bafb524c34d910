import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { addPages, addWithTexts, changesOf, textResult } from '../contract/examples.fixture.ts'
import { describeStore } from '../store.contract.ts'
import { openConnections } from './opening/open.ts'
import { alter, newPath, open, runWithStore } from './store.fixture.ts'
import { openSqliteStore } from './store.ts'

describeStore('SQLite', async (options) => {
  const path = newPath()
  return { store: open(path, options), openAnother: async () => open(path, options) }
})

describe('SQLite file', () => {
  test('a write is durable before it resolves: WAL with synchronous FULL', () => {
    const { writer, reader } = openConnections(newPath())
    onTestFinished(() => {
      for (const connection of [reader, writer]) connection.close()
    })

    expect(writer.get('PRAGMA journal_mode')).toEqual({ journal_mode: 'wal' })
    expect(writer.get('PRAGMA synchronous')).toEqual({ synchronous: 2 })
    expect(writer.get('PRAGMA foreign_keys')).toEqual({ foreign_keys: 1 })
  })

  test('writes exist after a reopening', async () => {
    const path = newPath()
    const before = openSqliteStore(path)
    const documentId = await addWithTexts(before, ['kept', null])
    const document = await before.document(documentId)
    await before.close()

    const after = open(path)

    expect(await after.document(documentId)).toEqual(document)
    expect(await after.feedBounds()).toEqual({ oldest: 0, latest: 3 })
  })

  test('acknowledged writes survive kill -9', async () => {
    const path = newPath()

    const killed = runWithStore(
      path,
      `await addWithTexts(store, ['kept'], { id: 'd1' }); process.kill(process.pid, 'SIGKILL')`,
    )

    await expect(killed).rejects.toMatchObject({ signal: 'SIGKILL' })
    expect(await open(path).document('d1')).toMatchObject({ status: 'done' })
  })

  test('processes that concurrently open a new file and write do not fail', async () => {
    const path = newPath()
    const script = `for (let count = 0; count < 100; count++) await addWithTexts(store, ['read'])`

    await Promise.all([1, 2, 3].map(() => runWithStore(path, script)))

    expect((await open(path).feedBounds()).latest).toBe(900)
  })

  test('processes that concurrently write the same results add each change once', async () => {
    const path = newPath()
    const store = open(path)
    const documentId = await addPages(store, 50)
    const script = `
      for (let page = 1; page <= 50; page++) {
        await store.applyResult(textResult('${documentId}', { page }))
      }`

    await Promise.all([1, 2, 3].map(() => runWithStore(path, script)))

    const pages = (await changesOf(store)).filter(({ kind }) => kind === 'page')
    expect(pages).toHaveLength(50)
    expect(await store.document(documentId)).toMatchObject({ status: 'done' })
  })

  test('a watch does not keep its process alive', async () => {
    const ended = runWithStore(newPath(), 'store.watch(() => {})')

    await expect(ended).resolves.toMatchObject({ stderr: '' })
  })

  test('the search indexes agree with texts and file names after changes and deletions', async () => {
    const path = newPath()
    const store = open(path)
    const changed = await addWithTexts(store, ['one \u0002 two', null])
    const deleted = await addWithTexts(store, ['three \u0003 four'])

    await store.applyResult(textResult(changed, { try: 2, text: 'five' }))
    await store.deleteDocument(deleted)

    for (const index of ['text_search', 'name_search']) {
      const check = `INSERT INTO ${index} (${index}, rank) VALUES ('integrity-check', 1)`
      expect(() => alter(path, check)).not.toThrow()
    }
  })

  test('a file that is not a database is rejected and stays unchanged', () => {
    const path = newPath()
    writeFileSync(path, 'notes of a person, '.repeat(100))

    expect(() => openSqliteStore(path)).toThrow(
      `Cannot open the store ${path}: it is not a SQLite database. Move it away`,
    )
    expect(readFileSync(path, 'utf8')).toContain('notes of a person')
  })

  test('a store of a newer version is rejected', () => {
    const path = newPath()
    alter(path, 'PRAGMA user_version = 99')

    expect(() => openSqliteStore(path)).toThrow(
      `Cannot open the store ${path}: its schema version is 99, newer than`,
    )
  })

  test("another program's database is rejected and stays unchanged", () => {
    const path = newPath()
    alter(path, 'CREATE TABLE notes (text)')

    expect(() => openSqliteStore(path)).toThrow(`${path}: it is the database of another program`)
  })

  test('the error for a missing folder has its path', () => {
    const path = join(newPath(), 'store.db')

    expect(() => openSqliteStore(path)).toThrow(`Cannot open the store ${path}: unable to open`)
  })
})

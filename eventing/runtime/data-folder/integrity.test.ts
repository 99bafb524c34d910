import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, onTestFinished, test } from 'vitest'
import { checkIntegrity, type DatabaseName } from './integrity.ts'

const all: DatabaseName[] = ['log.sqlite', 'store.sqlite']

function dataFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'glyphflow-integrity-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const add = (name: string) => {
    const db = new DatabaseSync(join(folder, name))
    db.exec('CREATE TABLE records (value BLOB); CREATE INDEX by_value ON records (value)')
    const insert = db.prepare('INSERT INTO records VALUES (randomblob(3000))')
    for (let n = 0; n < 100; n += 1) insert.run()
    db.close()
    return join(folder, name)
  }
  return { folder, add }
}

test('intact databases, and missing ones, pass', () => {
  const { folder, add } = dataFolder()

  checkIntegrity(folder, all)
  add('store.sqlite')
  add('log.sqlite')

  checkIntegrity(folder, all)
})

test.each([
  ['log.sqlite', 'Move log.sqlite, log.sqlite-wal and log.sqlite-shm away'],
  ['store.sqlite', 'Put back a backup'],
])('a %s with a garbage page is named with its remedy', async (name, remedy) => {
  const { folder, add } = dataFolder()
  const path = add(name)
  const file = await open(path, 'r+')
  await file.write(Buffer.alloc(4096, 7), 0, 4096, Math.floor(statSync(path).size / 8192) * 4096)
  await file.close()

  expect(() => checkIntegrity(folder, all)).toThrow(`${path} is damaged`)
  expect(() => checkIntegrity(folder, all)).toThrow(remedy)
})

test('an unused database is not checked', () => {
  const { folder } = dataFolder()
  writeFileSync(join(folder, 'store.sqlite'), 'Dear diary, '.repeat(1000))

  expect(() => checkIntegrity(folder, ['log.sqlite'])).not.toThrow()
})

test('a file that is no database is damaged', () => {
  const { folder } = dataFolder()
  writeFileSync(join(folder, 'store.sqlite'), 'Dear diary, '.repeat(1000))

  expect(() => checkIntegrity(folder, all)).toThrow('file is not a database')
})

test('a temporarily unreadable database is not called damaged', () => {
  const { folder, add } = dataFolder()
  const path = add('store.sqlite')
  rmSync(path)
  mkdirSync(path)

  expect(() => checkIntegrity(folder, all)).toThrow(/unable to open/)
  expect(() => checkIntegrity(folder, all)).not.toThrow('damaged')
})

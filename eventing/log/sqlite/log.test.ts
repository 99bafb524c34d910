import { readFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { pino } from 'pino'
import { expect, onTestFinished, test } from 'vitest'
import { describeTopicLog } from '../topic-log.contract.ts'
import { openSqliteLog } from './log.ts'
import { closeAfter, folder, message, open, own } from './own-log.fixture.ts'

async function prepare() {
  const { path, remove } = await folder()
  const logger = pino({ level: 'silent' })
  return {
    open: async (names: string[]) =>
      openSqliteLog(path, {
        topics: names.map((name) => ({ name, groups: ['g'] })),
        logger,
      }),
    remove,
  }
}

describeTopicLog('the log on SQLite', prepare)

test('a failed commit rejects each of its appends, and the next one succeeds', async () => {
  const { path } = await own()
  const log = closeAfter(open(path))
  const other = new DatabaseSync(path)
  other.exec(
    `CREATE TRIGGER full BEFORE INSERT ON records BEGIN SELECT RAISE(ABORT, 'disk full'); END`,
  )

  const failed = await Promise.allSettled([
    log.append('pages', message),
    log.append('pages', message),
  ])
  other.exec('DROP TRIGGER full')
  const position = await log.append('pages', message)

  expect(failed.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  expect(position.offset).toBe(0)
  other.close()
})

test('progress that could not be written is written with the next commit', async () => {
  const { path } = await own()
  const log = open(path)
  for (let n = 0; n < 3; n += 1) await log.append('pages', message)
  const subscription = log.subscribe({ topic: 'pages', group: 'g', maxOpen: 9 })
  const [first, second] = [await subscription.take(), await subscription.take()]
  if (!first || !second) throw new Error('Expected two records')
  const other = new DatabaseSync(path)
  other.exec(
    `CREATE TRIGGER full BEFORE INSERT ON progress BEGIN SELECT RAISE(ABORT, 'disk full'); END`,
  )

  await expect(subscription.finish(first)).rejects.toThrow('disk full')
  other.exec('DROP TRIGGER full')
  other.close()
  await subscription.finish(second)
  await log.close()

  const again = closeAfter(open(path)).subscribe({ topic: 'pages', group: 'g', maxOpen: 9 })
  expect((await again.take())?.offset).toBe(2)
})

test('only overtaken or attempted records are stored as open', async () => {
  const { path } = await own()
  const log = closeAfter(open(path))
  for (let n = 0; n < 6; n += 1) await log.append('pages', message)
  const subscription = log.subscribe({ topic: 'pages', group: 'g', maxOpen: 9 })
  for (let n = 0; n < 6; n += 1) await subscription.take()
  const other = new DatabaseSync(path)
  onTestFinished(() => other.close())
  const kept = () => [
    other.prepare('SELECT position FROM progress').get()?.position,
    other
      .prepare('SELECT "offset" FROM open_records')
      .all()
      .map((row) => row.offset),
  ]

  await subscription.finish({ partition: 0, offset: 1 })
  const afterFinish = kept()
  await subscription.attempted({ partition: 0, offset: 4 }, 1)

  expect([afterFinish, kept()]).toEqual([
    [2, [0]],
    [5, [0, 2, 3, 4]],
  ])
  expect(await log.lag('pages', 'g')).toBe(5)
})

test('an open record removed from the file is not awaited', async () => {
  const { path } = await own()
  const log = open(path)
  for (let n = 0; n < 3; n += 1) await log.append('pages', message)
  const subscription = log.subscribe({ topic: 'pages', group: 'g', maxOpen: 9 })
  for (let n = 0; n < 3; n += 1) await subscription.take()
  await subscription.attempted({ partition: 0, offset: 1 }, 4)
  await log.close()
  const other = new DatabaseSync(path)
  other.exec('DELETE FROM records WHERE "offset" <> 1')
  other.close()

  const again = closeAfter(open(path))
  const taken = await again.subscribe({ topic: 'pages', group: 'g', maxOpen: 9 }).take()

  expect(await again.lag('pages', 'g')).toBe(1)
  expect(taken).toMatchObject({ offset: 1, attempts: 4 })
})

test.each([
  ['without a version', 'CREATE TABLE records (id INTEGER PRIMARY KEY)', 0],
  ['of an older version', 'CREATE TABLE records (at INTEGER); PRAGMA user_version = 2', 2],
  ['of a newer version', 'PRAGMA user_version = 99', 99],
])('a file %s is refused and not changed', async (_, sql, version) => {
  const { path } = await own()
  const other = new DatabaseSync(path)
  other.exec(sql)
  other.close()
  const before = readFileSync(path)

  expect(() => open(path)).toThrow(`its schema version is ${version}, and this Glyphflow's is 3`)

  expect(readFileSync(path).equals(before)).toBe(true)
})

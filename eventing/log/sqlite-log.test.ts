import { statSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { pino } from 'pino'
import { expect, onTestFinished, test } from 'vitest'
import { openSqliteLog, type SqliteLogOptions } from './sqlite-log.ts'
import { describeTopicLog } from './topic-log.contract.ts'
import type { TopicLog } from './topic-log.ts'

const weekMs = 7 * 24 * 60 * 60 * 1000
const message = { key: null, headers: {}, value: null }

async function folder() {
  const path = await mkdtemp(join(tmpdir(), 'glyphflow-log-'))
  return { path: join(path, 'log.sqlite'), remove: () => rm(path, { recursive: true }) }
}

interface Options extends Partial<SqliteLogOptions> {
  retentionMs?: number
  groups?: string[]
}

function open(path: string, options: Options = {}) {
  const { retentionMs = weekMs, groups = ['g'], ...rest } = options
  const topics = [{ name: 'pages', retentionMs, groups }]
  return openSqliteLog(path, { topics, log: pino({ level: 'silent' }), ...rest })
}

async function prepare() {
  const { path, remove } = await folder()
  const log = pino({ level: 'silent' })
  return {
    open: async (names: string[]) =>
      openSqliteLog(path, {
        topics: names.map((name) => ({ name, retentionMs: weekMs, groups: ['g'] })),
        log,
      }),
    remove,
  }
}

/** For one test: the log's path, and a second connection to look at it. */
async function own() {
  const { path, remove } = await folder()
  onTestFinished(remove)
  const offsets = () => {
    const db = new DatabaseSync(path)
    const rows = db.prepare('SELECT "offset" FROM records ORDER BY "offset"').all()
    db.close()
    return rows.map((row) => row.offset)
  }
  return { path, offsets }
}

function closeAfter(log: TopicLog): TopicLog {
  onTestFinished(() => log.close())
  return log
}

describeTopicLog('the log on SQLite', prepare, { forgets: true })

test('a failed commit fails each of its appends, and the next one goes through', async () => {
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

test('what could not be written of a group’s progress is written with the next', async () => {
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

test('finished records go after the retention, unfinished ones never', async () => {
  const { path, offsets } = await own()
  const log = closeAfter(open(path, { retentionMs: 0, sweepMs: 5 }))
  const subscription = log.subscribe({ topic: 'pages', group: 'g', maxOpen: 200 })
  for (let n = 0; n < 150; n += 1) await log.append('pages', message)
  for (let n = 0; n < 149; n += 1) {
    const record = await subscription.take()
    if (record && n !== 100) await subscription.finish(record)
  }

  await expect.poll(offsets).toEqual([100, 149])
})

test('nothing goes before the retention', async () => {
  const { path, offsets } = await own()
  const log = closeAfter(open(path, { sweepMs: 1 }))
  const subscription = log.subscribe({ topic: 'pages', group: 'g', maxOpen: 9 })
  for (let n = 0; n < 3; n += 1) {
    await log.append('pages', message)
    const record = await subscription.take()
    if (record) await subscription.finish(record)
  }

  // Many sweeps have gone by when so many appends have.
  for (let n = 0; n < 50; n += 1) await log.append('pages', message)

  expect(offsets()).toHaveLength(53)
})

test('what a group has not begun with stays; one that reads no more keeps nothing', async () => {
  const { path, offsets } = await own()
  const before = open(path, { groups: ['old'] })
  await before.append('pages', message)
  const record = await before.subscribe({ topic: 'pages', group: 'old', maxOpen: 9 }).take()
  await before.append('pages', message)
  if (record) await before.subscribe({ topic: 'pages', group: 'g', maxOpen: 9 }).finish(record)
  await before.close()

  const log = closeAfter(open(path, { retentionMs: 0, sweepMs: 5, groups: ['new'] }))
  for (let n = 0; n < 20; n += 1) await log.append('pages', message)
  const kept = offsets().length
  const subscription = log.subscribe({ topic: 'pages', group: 'new', maxOpen: 200 })
  for (let n = 0; n < 22; n += 1) {
    const next = await subscription.take()
    if (next) await subscription.finish(next)
  }

  expect(kept).toBe(22)
  await expect.poll(offsets).toEqual([])
})

test('an offset is never given twice, though every record is gone', async () => {
  const { path, offsets } = await own()
  const log = open(path, { retentionMs: 0, sweepMs: 5, groups: [] })
  await log.append('pages', message)
  await expect.poll(offsets).toEqual([])
  await log.close()

  const position = await closeAfter(open(path)).append('pages', message)

  expect(position.offset).toBe(1)
})

test('space is given back when much is gone', async () => {
  const { path, offsets } = await own()
  const log = closeAfter(open(path, { retentionMs: 0, sweepMs: 200, groups: [] }))
  const size = () => {
    const db = new DatabaseSync(path)
    const row = db
      .prepare('SELECT page_count * page_size AS bytes FROM pragma_page_count, pragma_page_size')
      .get()
    db.close()
    return Number(row?.bytes)
  }
  const value = new Uint8Array(1024 * 1024)
  await Promise.all(Array.from({ length: 40 }, () => log.append('pages', { ...message, value })))
  const before = size()

  await expect.poll(offsets).toEqual([])

  await expect.poll(size).toBeLessThan(before / 2)
})

test('a file from before versions keeps what is unfinished, and gives back the rest', async () => {
  const { path, offsets } = await own()
  const old = new DatabaseSync(path)
  old.exec(`
    CREATE TABLE records (id INTEGER PRIMARY KEY, topic TEXT NOT NULL, "offset" INTEGER NOT NULL,
      key TEXT, headers TEXT NOT NULL, value BLOB, UNIQUE (topic, "offset")) STRICT;
    CREATE TABLE progress (topic TEXT NOT NULL, "group" TEXT NOT NULL, next INTEGER NOT NULL,
      PRIMARY KEY (topic, "group")) STRICT, WITHOUT ROWID;
    INSERT INTO records (topic, "offset", headers, value) VALUES
      ('pages', 0, '{}', zeroblob(20000000)), ('pages', 1, '{}', x'01'), ('others', 0, '{}', NULL);
    INSERT INTO progress VALUES ('pages', 'g', 1);`)
  old.close()

  const log = closeAfter(open(path))

  expect(offsets()).toEqual([0, 1])
  expect(statSync(path).size).toBeLessThan(1_000_000)
  expect(await log.append('pages', message)).toEqual({ partition: 0, offset: 2 })
  expect(await log.lag('pages', 'g')).toBe(2)
  const subscription = log.subscribe({ topic: 'pages', group: 'g', maxOpen: 9 })
  expect((await subscription.take())?.offset).toBe(1)
})

test('a file of a newer version is refused, and named', async () => {
  const { path } = await own()
  const newer = new DatabaseSync(path)
  newer.exec('PRAGMA user_version = 99')
  newer.close()

  expect(() => open(path)).toThrow(/its schema version is 99, newer/)
})

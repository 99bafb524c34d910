import { statSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { pino } from 'pino'
import { expect, test } from 'vitest'
import { closeAfter, folder, message, open, own, weekMs } from './sqlite/own-log.fixture.ts'
import { openSqliteLog } from './sqlite-log.ts'
import { describeTopicLog } from './topic-log.contract.ts'

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

import { randomBytes, randomInt } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { pino } from 'pino'
import { expect, onTestFinished, test } from 'vitest'
import type { Subscription, TakenRecord, TopicLog } from '../topic-log.ts'
import { closeAfter, message, open, own } from './own-log.fixture.ts'

async function appendMany(log: TopicLog, count: number, value: Uint8Array | null = null) {
  await Promise.all(Array.from({ length: count }, () => log.append('pages', { ...message, value })))
}

async function takeMany(subscription: Subscription, count: number): Promise<TakenRecord[]> {
  const taken: TakenRecord[] = []
  for (let n = 0; n < count; n += 1) {
    const record = await subscription.take()
    if (record) taken.push(record)
  }
  return taken
}

async function readAll(log: TopicLog, group: string, count: number): Promise<void> {
  const subscription = log.subscribe({ topic: 'pages', group, maxOpen: 200 })
  const taken = await takeMany(subscription, count)
  await Promise.all(taken.map((record) => subscription.finish(record)))
  await subscription.close()
}

test('a finished record is removed, in any order, and an unfinished one never', async () => {
  const { path, offsets } = await own()
  const log = closeAfter(open(path))
  const subscription = log.subscribe({ topic: 'pages', group: 'g', maxOpen: 9 })
  await appendMany(log, 6)
  const taken = await takeMany(subscription, 5)
  const seen: unknown[] = []

  for (const n of [3, 0, 4]) {
    const [record] = taken.filter(({ offset }) => offset === n)
    if (record) await subscription.finish(record)
    seen.push(offsets())
  }

  expect(seen).toEqual([
    [0, 1, 2, 4, 5],
    [1, 2, 4, 5],
    [1, 2, 5],
  ])
})

test('a record is removed when the last of its groups has finished it, other groups not counted', async () => {
  const { path, offsets } = await own()
  const log = closeAfter(open(path, { groups: ['a', 'b'] }))
  await appendMany(log, 3)
  await readAll(log, 'another', 3)
  await readAll(log, 'a', 3)
  const before = offsets()

  await readAll(log, 'b', 2)

  expect(before).toEqual([0, 1, 2])
  expect(offsets()).toEqual([2])
})

test('a topic without groups keeps its records, and a new group begins with the first one', async () => {
  const { path, offsets } = await own()
  const unread = open(path, { groups: [] })
  await appendMany(unread, 3)
  await readAll(unread, 'another', 3)
  await unread.close()
  const log = closeAfter(open(path, { groups: ['a', 'b'] }))
  const kept = offsets()

  await readAll(log, 'a', 3)
  await readAll(log, 'b', 1)

  expect(kept).toEqual([0, 1, 2])
  expect(offsets()).toEqual([1, 2])
  expect([await log.lag('pages', 'a'), await log.lag('pages', 'b')]).toEqual([0, 2])
})

test('records kept for a removed group are deleted at the next start', async () => {
  const { path, offsets } = await own()
  const before = open(path, { groups: ['stays', 'goes'] })
  await appendMany(before, 3000)
  for (let n = 0; n < 15; n += 1) await readAll(before, 'stays', 199)
  await before.close()

  closeAfter(open(path, { groups: ['stays'] }))

  expect(offsets()).toEqual(Array.from({ length: 15 }, (_, n) => 2985 + n))
})

test('an offset is never reused, even if every record was removed', async () => {
  const { path, offsets } = await own()
  const log = open(path)
  await appendMany(log, 1)
  await readAll(log, 'g', 1)
  const kept = offsets()
  await log.close()

  const position = await closeAfter(open(path)).append('pages', message)

  expect(kept).toEqual([])
  expect(position.offset).toBe(1)
})

const marker = Buffer.from('This text must be deleted')

/** Records of different sizes, each filled with the marker. */
function withMarkers(): Buffer {
  const bytes = Math.round(10 ** (1 + Math.random() * 4.5))
  return Buffer.concat([randomBytes(randomInt(50)), Buffer.alloc(bytes, marker)])
}

function hasMarkers(path: string): boolean {
  const files = readdirSync(dirname(path)).filter((name) => name.startsWith(basename(path)))
  return files.some((name) => readFileSync(join(dirname(path), name)).includes('must be deleted'))
}

test('an idle log’s files have no trace of a finished record', async () => {
  const { path } = await own()
  const log = closeAfter(open(path, { idleMs: 20 }))
  const subscription = log.subscribe({ topic: 'pages', group: 'g', maxOpen: 200 })
  const unfinished: TakenRecord[] = []
  for (let n = 0; n < 200; n += 1) {
    await log.append('pages', { ...message, key: String(marker), value: withMarkers() })
    const record = await subscription.take()
    if (record) unfinished.push(record)
    while (unfinished.length > n % 60) {
      const [finished] = unfinished.splice(randomInt(unfinished.length), 1)
      if (finished) await subscription.finish(finished)
    }
  }
  const before = hasMarkers(path)

  await Promise.all(unfinished.map((record) => subscription.finish(record)))

  expect(before).toBe(true)
  await expect.poll(() => hasMarkers(path)).toBe(false)
})

test('a closed log’s files have no trace of it, however soon it was closed', async () => {
  const { path } = await own()
  const log = open(path, { idleMs: 1e6 })
  for (let n = 0; n < 20; n += 1) await log.append('pages', { ...message, value: withMarkers() })
  await readAll(log, 'g', 20)

  await log.close()

  expect(hasMarkers(path)).toBe(false)
})

test('no trace is left after a kill, or after another program read the file', async () => {
  const { path } = await own()
  const log = open(path, { idleMs: 1e6 })
  await appendMany(log, 3, Buffer.alloc(10_000, marker))
  const reader = new DatabaseSync(path)
  onTestFinished(() => reader.close())
  reader.exec('BEGIN; SELECT * FROM records')
  await readAll(log, 'g', 3)
  // The write-ahead log stays, because another process has the file open.
  await log.close()
  const before = hasMarkers(path)

  const tried = Promise.withResolvers<string>()
  closeAfter(open(path, { idleMs: 20, logger: pino({ base: null }, { write: tried.resolve }) }))
  const said = await tried.promise
  const whileRead = hasMarkers(path)
  reader.exec('COMMIT')

  expect([before, whileRead]).toEqual([true, true])
  expect(said).toContain('Another program reads the log')
  await expect.poll(() => hasMarkers(path)).toBe(false)
})

test('the file shrinks after large removals', async () => {
  const { path } = await own()
  const log = closeAfter(open(path, { idleMs: 20 }))
  const size = () => readFileSync(path).byteLength
  await appendMany(log, 60, new Uint8Array(1024 * 1024))
  await expect.poll(size).toBeGreaterThan(60_000_000)

  await readAll(log, 'g', 60)

  await expect.poll(size).toBeLessThan(30_000_000)
})

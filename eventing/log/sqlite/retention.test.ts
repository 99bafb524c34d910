import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { closeAfter, message, open, own } from './own-log.fixture.ts'

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

import { mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { SettingsError } from '../../../functions/shared/settings/env.ts'
import { closeAfter, message, open, own } from './own-log.fixture.ts'

const reading = { topic: 'pages', group: 'g', maxOpen: 9 }
const damaged =
  /log\.sqlite is damaged: .+ Move log\.sqlite, log\.sqlite-wal and log\.sqlite-shm away/

/** Path of a log with records that was closed cleanly. */
async function written(): Promise<string> {
  const { path } = await own()
  const log = open(path)
  for (let n = 0; n < 3; n += 1) await log.append('pages', message)
  const subscription = log.subscribe(reading)
  const record = await subscription.take()
  if (record) await subscription.finish(record)
  await log.close()
  return path
}

/** Overwrites the root page of a table or an index. */
function corrupt(path: string, name: string): void {
  const database = new DatabaseSync(path, { readOnly: true })
  const row = database.prepare('SELECT rootpage FROM sqlite_schema WHERE name = ?').get(name)
  database.close()
  const end = Number(row?.rootpage) * 4096
  writeFileSync(path, readFileSync(path).fill(7, end - 4096, end))
}

test.each([
  ['cut by a page', (path: string) => truncateSync(path, readFileSync(path).length - 4096)],
  ['without its topics', (path: string) => corrupt(path, 'topics')],
  ['without its progress', (path: string) => corrupt(path, 'progress')],
  ['without its offsets', (path: string) => corrupt(path, 'sqlite_autoindex_records_1')],
])('a log that is %s is refused with a remedy', async (_, harm) => {
  const path = await written()
  harm(path)

  expect(() => open(path)).toThrow(SettingsError)
  expect(() => open(path)).toThrow(damaged)
})

test('damage found by an append is reported to onFailure', async () => {
  const path = await written()
  corrupt(path, 'records')
  const failures: SettingsError[] = []
  const log = closeAfter(open(path, { onFailure: (error) => failures.push(error) }))

  const appended = log.append('pages', message)

  await expect(appended).rejects.toThrow(damaged)
  expect(failures).toMatchObject([{ message: expect.stringMatching(damaged) }])
})

test('damage found by a reader is reported too', async () => {
  const path = await written()
  corrupt(path, 'records')
  const failures: SettingsError[] = []
  const log = closeAfter(open(path, { onFailure: (error) => failures.push(error) }))

  const taken = log.subscribe(reading).take()

  await expect(taken).rejects.toThrow(damaged)
  expect(failures).toHaveLength(1)
})

test('damage of open records is reported too', async () => {
  const path = await written()
  corrupt(path, 'open_records')
  const failures: SettingsError[] = []
  const log = closeAfter(open(path, { onFailure: (error) => failures.push(error) }))

  expect(() => log.subscribe(reading)).toThrow(damaged)
  expect(failures).toHaveLength(1)
})

test('an obstacle to opening the log is named with a remedy', async () => {
  const { path } = await own()
  mkdirSync(path)

  expect(() => open(path)).toThrow(/^Cannot open .+log\.sqlite: .+: it is a folder\. Move it away/)
})

test('a full disk is no damage', async () => {
  const path = await written()
  const failures: SettingsError[] = []
  const log = closeAfter(open(path, { onFailure: (error) => failures.push(error) }))
  const other = new DatabaseSync(path)
  other.exec(
    `CREATE TRIGGER full BEFORE INSERT ON records BEGIN SELECT RAISE(ABORT, 'disk full'); END`,
  )
  other.close()

  await expect(log.append('pages', message)).rejects.toThrow('disk full')

  expect(failures).toEqual([])
})

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { Values } from '../../engine.ts'
import { StoreUnavailableError } from '../../store.ts'
import { type Connection, openConnection } from '../connection.ts'
import { newPath, open } from '../store.fixture.ts'
import { damaged, openingError, overwrite, storeAfter } from './harmed-store.fixture.ts'
import { makeSchema, stepsOf } from './make-schema.ts'
import { toOpeningError } from './opening-error.ts'

test('tables that another process creates meanwhile are recognized', () => {
  const path = newPath()
  const connection = openConnection(path)
  onTestFinished(() => connection.close())
  let statements = 0
  const interrupted: Connection = {
    ...connection,
    get<Row>(sql: string, values?: Values) {
      const row = connection.get<Row>(sql, values)
      statements += 1
      if (statements === 1) open(path)
      return row
    },
  }

  makeSchema(interrupted)

  expect(stepsOf(connection)).toEqual([])
})

describe('a store that a retry may open', () => {
  test.each([
    ['busy', 5],
    ['out of memory', 7],
    ['read-only for another reason than permissions', 8],
    ['failing', 10],
    ['full', 13],
    ['impossible to open for another reason than permissions', 14],
  ])('a store that is %s is unavailable', async (_, errcode) => {
    const path = await storeAfter(() => {})

    const error = toOpeningError(path, Object.assign(new Error('said'), { errcode }))

    expect(error).toBeInstanceOf(StoreUnavailableError)
    expect(error.message).toBe(`Cannot open the store ${path}: said`)
  })

  test('a store in a missing folder is unavailable', () => {
    const path = join(newPath(), 'store.db')

    expect(openingError(path)).toBeInstanceOf(StoreUnavailableError)
  })
})

test.each(['', 'rubbish'])('a write-ahead log with %j is ignored', async (log) => {
  const path = await storeAfter((file) => writeFileSync(`${file}-wal`, log))

  const store = open(path)

  expect(await store.document('d1')).toMatchObject({ status: 'done' })
})

test('the error for damage found by a query has a remedy', async () => {
  const path = await storeAfter((file) =>
    overwrite(file, pageOf(file, 'documents') * 4096, rubbish),
  )
  const store = open(path)

  const asked = store.documents({ limit: 10 })

  await expect(asked).rejects.toThrow(StoreUnavailableError)
  await expect(asked).rejects.toThrow(damaged)
})

const rubbish = Array(4096).fill(7)

/** Root page of a table or an index, counted from 0. */
function pageOf(path: string, name: string): number {
  const database = new DatabaseSync(path, { readOnly: true })
  const row = database.prepare('SELECT rootpage FROM sqlite_schema WHERE name = ?').get(name)
  database.close()
  return Number(row?.rootpage) - 1
}

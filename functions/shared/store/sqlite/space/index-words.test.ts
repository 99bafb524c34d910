import { expect, onTestFinished, test } from 'vitest'
import { UnavailableError } from '../../../errors/unavailable-error.ts'
import { createDatabase, type SqliteDatabase } from '../database.ts'
import { openConnections } from '../opening/open.ts'
import { newPath } from '../store.fixture.ts'
import { createIndexWords } from './index-words.ts'

test('a merge that failed is repeated by the next pruning, one that succeeded is not', async () => {
  const connections = openConnections(newPath())
  onTestFinished(() => {
    for (const connection of [connections.reader, connections.writer]) connection.close()
  })
  const database = createDatabase(connections)
  let merges = 0
  const write: SqliteDatabase['write'] = (work) => {
    merges += 1
    if (merges === 1) return Promise.reject(new UnavailableError('database is locked'))
    return database.write(work)
  }
  const { removeDeletedWords } = createIndexWords({ write }, { releaseAll: async () => {} })

  await expect(removeDeletedWords()).rejects.toThrow('database is locked')
  await removeDeletedWords()
  const repeated = merges
  await removeDeletedWords()

  expect(repeated).toBeGreaterThan(1)
  expect(merges).toBe(repeated)
})

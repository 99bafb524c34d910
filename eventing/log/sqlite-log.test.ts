import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { openSqliteLog } from './sqlite-log.ts'
import { describeTopicLog } from './topic-log.contract.ts'

async function prepare() {
  const folder = await mkdtemp(join(tmpdir(), 'glyphflow-log-'))
  return {
    path: join(folder, 'log.sqlite'),
    open: async (topics: string[]) => openSqliteLog(join(folder, 'log.sqlite'), topics),
    remove: () => rm(folder, { recursive: true }),
  }
}

describeTopicLog('the log on SQLite', prepare)

test('a failed commit fails each of its appends, and the next one goes through', async () => {
  const { open, path, remove } = await prepare()
  const log = await open(['pages'])
  const other = new DatabaseSync(path)
  other.exec(
    `CREATE TRIGGER full BEFORE INSERT ON records BEGIN SELECT RAISE(ABORT, 'disk full'); END`,
  )
  const message = { key: null, headers: {}, value: null }

  const failed = await Promise.allSettled([
    log.append('pages', message),
    log.append('pages', message),
  ])
  other.exec('DROP TRIGGER full')
  const position = await log.append('pages', message)

  expect(failed.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  expect(position.offset).toBe(0)
  other.close()
  await log.close()
  await remove()
})

import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { pino } from 'pino'
import { onTestFinished } from 'vitest'
import { databasesFolder } from '../../../functions/shared/process/databases-folder.fixture.ts'
import type { TopicLog } from '../topic-log.ts'
import { openSqliteLog, type SqliteLogOptions } from './log.ts'

export const message = { key: null, headers: {}, value: null }

export interface OwnLogOptions extends Partial<SqliteLogOptions> {
  groups?: string[]
}

/** Opens a log with one topic, `pages`. */
export function open(path: string, options: OwnLogOptions = {}) {
  const { groups = ['g'], ...rest } = options
  const topics = [{ name: 'pages', groups }]
  return openSqliteLog(path, { topics, logger: pino({ level: 'silent' }), ...rest })
}

export async function folder() {
  const path = await mkdtemp(join(databasesFolder, 'glyphflow-log-'))
  return { path: join(path, 'log.sqlite'), remove: () => rm(path, { recursive: true }) }
}

/** Log of one test: its path, and a second connection to inspect it. */
export async function own() {
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

export function closeAfter(log: TopicLog): TopicLog {
  onTestFinished(() => log.close())
  return log
}

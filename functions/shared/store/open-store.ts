import { join } from 'node:path'
import type { Logger } from '../process/logger.ts'
import { endWith } from '../process/run.ts'
import type { Settings } from '../settings/env.ts'
import type { Store } from './store.ts'

export interface OpenStoreOptions {
  settings: Pick<Settings, 'DATABASE_URL' | 'DATA_DIR'>
  logger: Logger
}

/** Opens the store that the settings select. Only its implementation is loaded, to keep the start short. */
export async function openStore({ settings, logger }: OpenStoreOptions): Promise<Store> {
  const { DATABASE_URL, DATA_DIR } = settings
  if (DATABASE_URL === undefined) {
    const { openSqliteStore } = await import('./sqlite/store.ts')
    return openSqliteStore(storeFileIn(DATA_DIR))
  }
  const { openPostgresStore } = await import('./postgres/store.ts')
  return openPostgresStore(DATABASE_URL, { logger, onUnusable: endWith })
}

/** Path of the SQLite store. */
export function storeFileIn(dataDir: string): string {
  return join(dataDir, 'store.sqlite')
}

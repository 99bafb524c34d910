import { join } from 'node:path'
import type { Logger } from '../process/logger.ts'
import { endForSettings } from '../process/run.ts'
import type { Settings } from '../settings/env.ts'
import type { Store } from './store.ts'

export interface OpenStoreOptions {
  settings: Pick<Settings, 'DATABASE_URL' | 'DATA_DIR'>
  logger: Logger
}

/** The store that the settings name. Only what it is made of is loaded: the other one would cost each start. */
export async function openStore({ settings, logger }: OpenStoreOptions): Promise<Store> {
  const { DATABASE_URL, DATA_DIR } = settings
  if (DATABASE_URL === undefined) {
    const { openSqliteStore } = await import('./sqlite/store.ts')
    return openSqliteStore(storeFileIn(DATA_DIR))
  }
  const { openPostgresStore } = await import('./postgres/store.ts')
  return openPostgresStore(DATABASE_URL, { logger: logger, onUnusable: endForSettings })
}

/** The SQLite store's. */
export function storeFileIn(dataDir: string): string {
  return join(dataDir, 'store.sqlite')
}

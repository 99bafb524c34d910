import { Problem } from '../../shared/http/problem.ts'
import type { Logger } from '../../shared/process/logger.ts'
import type { Settings } from '../../shared/settings/env.ts'
import type { Store } from '../../shared/store/store.ts'

export interface DiskDeps {
  /** Of the disk that the store is on, null if not known; fails where the store is not in its place. */
  freeBytes: () => Promise<number | null>
  settings: Pick<Settings, 'MIN_FREE_BYTES'>
  logger: Logger
}

export interface RoomDeps extends DiskDeps {
  store: Pick<Store, 'queuedPages'>
  settings: Pick<Settings, 'MAX_QUEUED_PAGES' | 'MIN_FREE_BYTES'>
}

const headers = { 'retry-after': '30' }

/**
 * Throws a 503 problem where `pages` more would be too much waiting, the disk too full for
 * them, or the data folder gone.
 */
export async function requireRoom(deps: RoomDeps, pages: number): Promise<void> {
  await requireDisk(deps)
  if ((await deps.store.queuedPages()) + pages > deps.settings.MAX_QUEUED_PAGES) {
    throw new Problem(503, 'too-many-queued', 'Too many pages are waiting to be read', headers)
  }
}

/** Throws a 503 problem where the disk is too full for more, or the data folder gone. */
export async function requireDisk({ freeBytes, settings, logger }: DiskDeps): Promise<void> {
  const free = await freeBytes().catch((error) => {
    logger.error({ err: error }, 'data folder not usable')
    throw new Problem(503, 'store-unavailable', 'The data folder cannot be used', headers)
  })
  if (free !== null && free < settings.MIN_FREE_BYTES) throw diskFull()
}

export function diskFull(): Problem {
  return new Problem(503, 'disk-full', 'The disk is too full to take more', headers)
}

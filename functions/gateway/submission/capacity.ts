import { type Problem, retryLater } from '../../shared/http/problem.ts'
import type { Logger } from '../../shared/process/logger.ts'
import type { Settings } from '../../shared/settings/env.ts'
import type { Store } from '../../shared/store/store.ts'

export interface DiskDeps {
  /** Free bytes on the disk of the store, null if unknown; rejects if the store's file was moved or replaced. */
  freeBytes: () => Promise<number | null>
  settings: Pick<Settings, 'MIN_FREE_BYTES'>
  logger: Logger
}

export interface CapacityDeps extends DiskDeps {
  store: Pick<Store, 'queuedPages'>
  settings: Pick<Settings, 'MAX_QUEUED_PAGES' | 'MIN_FREE_BYTES'>
}

const retrySeconds = 30

/**
 * Throws a 503 problem if `pages` more would exceed MAX_QUEUED_PAGES, free space is below MIN_FREE_BYTES, or the data
 * folder is missing.
 */
export async function requireCapacity(deps: CapacityDeps, pages: number): Promise<void> {
  await requireFreeSpace(deps)
  if ((await deps.store.queuedPages()) + pages > deps.settings.MAX_QUEUED_PAGES) {
    throw retryLater(retrySeconds, 'too-many-queued', 'Too many pages are queued')
  }
}

/** Throws a 503 problem if free space is below MIN_FREE_BYTES or the data folder is missing. */
export async function requireFreeSpace({ freeBytes, settings, logger }: DiskDeps): Promise<void> {
  const free = await freeBytes().catch((error) => {
    logger.error({ err: error }, 'data folder unavailable')
    throw retryLater(retrySeconds, 'store-unavailable', 'The data folder is unavailable')
  })
  if (free !== null && free < settings.MIN_FREE_BYTES) throw diskFull()
}

export function diskFull(): Problem {
  return retryLater(retrySeconds, 'disk-full', 'The disk is too full to take more')
}

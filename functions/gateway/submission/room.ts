import type { Settings } from '../../shared/env.ts'
import { Problem } from '../../shared/problem.ts'
import type { Store } from '../../shared/store/store.ts'

export interface RoomDeps {
  store: Pick<Store, 'queuedPages'>
  /** Of the disk that the store is on. */
  freeBytes: () => Promise<number>
  settings: Pick<Settings, 'MAX_QUEUED_PAGES' | 'MIN_FREE_BYTES'>
}

/** Throws a 503 problem where `pages` more would be too much waiting, or the disk too full for them. */
export async function requireRoom(
  { store, freeBytes, settings }: RoomDeps,
  pages: number,
): Promise<void> {
  const headers = { 'retry-after': '30' }
  if ((await freeBytes()) < settings.MIN_FREE_BYTES) {
    throw new Problem(503, 'disk-full', 'The disk is too full to take more', headers)
  }
  if ((await store.queuedPages()) + pages > settings.MAX_QUEUED_PAGES) {
    throw new Problem(503, 'too-many-queued', 'Too many pages are waiting to be read', headers)
  }
}

import type { Store } from '../../shared/store/store.ts'
import type { DeleteRecords } from '../deletion/records.ts'
import type { Sweep } from './sweeps.ts'

export interface DeletionsDeps {
  store: Pick<Store, 'deletions' | 'forgetDeletion'>
  /** Null where nothing is to be done: records end by retention. */
  deleteRecords: DeleteRecords | null
  lostAfterMs: number
  /** Monotonic. */
  now: () => number
}

/**
 * A page that was being read when its document was deleted is a result, or a dead letter, in the log later:
 * after all its attempts, 11 of 180 s and 55 s between them, that is 34 minutes. With the ordinary 15 of
 * `lostAfterMs` this is 45.
 */
const againAfterLost = 3

/**
 * Deletes the records of deleted documents from the log, and once more when no more of them can come there.
 * Then the deletion is forgotten.
 */
export function createDeletionsSweep(deps: DeletionsDeps): Sweep {
  const { store, deleteRecords, lostAfterMs, now } = deps
  const againAfterMs = againAfterLost * lostAfterMs
  let deletedMs = new Map<string, number>()

  return async (stopping) => {
    const ids = await store.deletions()
    deletedMs = new Map([...deletedMs].filter(([id]) => ids.includes(id)))
    for (const id of ids) {
      if (stopping.aborted) return
      const firstMs = deletedMs.get(id)
      if (deleteRecords !== null && firstMs === undefined) {
        await deleteRecords(id)
        deletedMs.set(id, now())
      } else if (firstMs === undefined || now() - firstMs >= againAfterMs) {
        await deleteRecords?.(id)
        await store.forgetDeletion(id)
      }
    }
  }
}

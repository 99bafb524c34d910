import type { Store } from '../../shared/store/store.ts'
import type { DeleteRecords } from '../deletion/records.ts'
import type { Sweep } from './sweeps.ts'

export interface DeletionsDeps {
  store: Pick<Store, 'deletions' | 'forgetDeletion'>
  /** Null where nothing is to be done: records end by retention. */
  deleteRecords: DeleteRecords | null
  againAfterMs: number
  /** Monotonic. */
  now: () => number
}

/**
 * Deletes the records of deleted documents from the log, and once more `againAfterMs` later: the result of
 * a page that was being read comes into the log after the first time. Then the deletion is forgotten.
 */
export function createDeletionsSweep(deps: DeletionsDeps): Sweep {
  const { store, deleteRecords, againAfterMs, now } = deps
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

import { UnavailableError } from '../../shared/errors/unavailable-error.ts'
import { Problem } from '../../shared/http/problem.ts'
import type { UnappendedPage } from '../../shared/store/recovery.ts'
import type { Store } from '../../shared/store/store.ts'
import { createSendSaved, type SendSavedDeps } from '../submission/append/send-saved.ts'
import { createAgeTracker } from './age-tracker.ts'
import type { Sweep } from './sweeps.ts'

export interface UnappendedDeps extends SendSavedDeps {
  store: SendSavedDeps['store'] & Pick<Store, 'unappended'>
  afterMs: number
  /** Monotonic. */
  now: () => number
}

/** Maximum pages per round. */
const batchSize = 1000

function isUnavailable(error: unknown): boolean {
  return (
    error instanceof UnavailableError ||
    (error instanceof Problem && error.code === 'log-unavailable')
  )
}

/**
 * Resends saved pages that were not appended within `afterMs`: the process that saved them died, or the log was
 * unavailable. Of several gateways, the one whose claim succeeds sends a page. While the log or the store is
 * unavailable, each round tries one page.
 */
export function createUnappendedSweep({ store, append, afterMs, now }: UnappendedDeps): Sweep {
  const ageTracker = createAgeTracker(afterMs)
  const sendSaved = createSendSaved({ store, append })

  return async (stopping) => {
    const pages = await store.unappended(batchSize)
    const errors: unknown[] = []
    for (const page of ageTracker.due(pages, keyOf, now())) {
      if (stopping.aborted) return
      await sendSaved(page).catch((error) => {
        if (isUnavailable(error)) throw error
        errors.push(error)
      })
    }
    if (errors.length > 0) throw new AggregateError(errors, 'Pages could not be resent')
  }
}

function keyOf({ documentId, page, try: number, claims }: UnappendedPage): string {
  return `${documentId} ${page} ${number} ${claims}`
}

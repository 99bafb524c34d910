import { UnavailableError } from '../../shared/errors/unavailable-error.ts'
import type { PageError } from '../../shared/events/contract/contract.ts'
import { Problem } from '../../shared/http/problem.ts'
import type { UnappendedPage } from '../../shared/store/recovery.ts'
import type { Store } from '../../shared/store/store.ts'
import type { Append } from '../submission/append/append.ts'
import { createAgeTracker } from './age-tracker.ts'
import type { Sweep } from './sweeps.ts'

export interface UnappendedDeps {
  store: Pick<Store, 'unappended' | 'claimUnappended' | 'submission' | 'applyResult'>
  append: Append
  afterMs: number
  /** Monotonic. */
  now: () => number
}

/** Maximum pages per round. */
const batchSize = 1000

const rejected: PageError = {
  code: 'gave-up',
  detail: 'The event log rejected the page permanently',
}

function isUnavailable(error: unknown): boolean {
  return (
    error instanceof UnavailableError ||
    (error instanceof Problem && error.code === 'log-unavailable')
  )
}

/**
 * Resends saved pages that were not appended within `afterMs`: the process that saved them died, or the log was
 * unavailable. Of several gateways, the one whose claim succeeds sends a page. A page that the log rejects fails. While
 * the log or the store is unavailable, each round tries one page.
 */
export function createUnappendedSweep({ store, append, afterMs, now }: UnappendedDeps): Sweep {
  const ageTracker = createAgeTracker(afterMs)

  /** Sends a page if its claim succeeds. */
  async function send(unappended: UnappendedPage): Promise<void> {
    const [claimed] = await store.claimUnappended([unappended])
    if (!claimed) return
    const { documentId, page, try: number } = unappended
    try {
      await append(documentId, [{ page, try: number }], () => store.submission(documentId, page))
    } catch (error) {
      if (!(error instanceof Problem && error.code === 'event-refused')) throw error
      await store.applyResult({ documentId, page, try: number, status: 'failed', error: rejected })
    }
  }

  return async (stopping) => {
    const pages = await store.unappended(batchSize)
    const errors: unknown[] = []
    for (const page of ageTracker.due(pages, keyOf, now())) {
      if (stopping.aborted) return
      await send(page).catch((error) => {
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

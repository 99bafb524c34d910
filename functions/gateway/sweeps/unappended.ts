import type { PageError } from '../../shared/contract.ts'
import { Problem } from '../../shared/problem.ts'
import type { UnappendedPage } from '../../shared/store/recovery.ts'
import { DamagedError, type Store } from '../../shared/store/store.ts'
import { UnavailableError } from '../../shared/unavailable-error.ts'
import type { Append } from '../submission/append.ts'
import { createPatience } from './patience.ts'
import type { Sweep } from './sweeps.ts'

export interface UnappendedDeps {
  store: Pick<Store, 'unappended' | 'claimUnappended' | 'submission' | 'applyResult'>
  append: Append
  afterMs: number
  /** Monotonic. */
  now: () => number
}

/** The others come when these are in the log. */
const atOnce = 1000

/** Why it is the page's fault, and no later round will do better; null if it is not. */
function toPageError(error: unknown): PageError | null {
  if (error instanceof DamagedError) {
    return { code: 'unreadable-image', detail: 'What is kept of the picture is damaged' }
  }
  if (error instanceof Problem && error.code === 'event-refused') {
    return {
      code: 'gave-up',
      detail: 'The event log refused the page, and would refuse it again',
    }
  }
  return null
}

function isAway(error: unknown): boolean {
  return (
    error instanceof UnavailableError ||
    (error instanceof Problem && error.code === 'log-unavailable')
  )
}

/**
 * Sends pages again that were saved and have not come into the log for `afterMs`: the process that saved
 * them died, or the log was away. Of several gateways the one whose claim succeeds sends a page. While the
 * log or the store is away each round tries one page. One that the log refuses fails, and so does one whose
 * picture is damaged.
 */
export function createUnappendedSweep({ store, append, afterMs, now }: UnappendedDeps): Sweep {
  const patience = createPatience(afterMs)

  async function send({ documentId, page, try: number }: UnappendedPage): Promise<void> {
    try {
      await append(documentId, [{ page, try: number }], () => store.submission(documentId, page))
    } catch (error) {
      const pageError = toPageError(error)
      if (pageError === null) throw error
      const result = { documentId, page, try: number, status: 'failed', error: pageError } as const
      await store.applyResult(result)
    }
  }

  return async (stopping) => {
    const pages = await store.unappended(atOnce)
    const errors: unknown[] = []
    for (const page of patience.due(pages, keyOf, now())) {
      if (stopping.aborted) return
      if (!(await store.claimUnappended(page))) continue
      await send(page).catch((error) => {
        if (isAway(error)) throw error
        errors.push(error)
      })
    }
    if (errors.length > 0) throw new AggregateError(errors, 'Pages could not be sent again')
  }
}

function keyOf({ documentId, page, try: number, claims }: UnappendedPage): string {
  return `${documentId} ${page} ${number} ${claims}`
}

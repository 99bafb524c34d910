import { Problem } from '../../shared/problem.ts'
import type { UnappendedPage } from '../../shared/store/recovery.ts'
import type { Store } from '../../shared/store/store.ts'
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

const refused = {
  code: 'gave-up',
  detail: 'The event log refused the page, and would refuse it again',
} as const

/**
 * Sends pages again that were saved and have not come into the log for `afterMs`: the process that saved
 * them died, or the log was away. Of several gateways the one whose claim succeeds sends a page. While the
 * log is away each round tries one page; one that the log refuses fails.
 */
export function createUnappendedSweep({ store, append, afterMs, now }: UnappendedDeps): Sweep {
  const patience = createPatience(afterMs)

  async function send({ documentId, page, try: number }: UnappendedPage): Promise<void> {
    try {
      await append(documentId, [{ page, try: number }], () => store.submission(documentId, page))
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== 'event-refused') throw error
      await store.applyResult({ documentId, page, try: number, status: 'failed', error: refused })
    }
  }

  return async (stopping) => {
    const pages = await store.unappended(atOnce)
    for (const page of patience.due(pages, keyOf, now())) {
      if (stopping.aborted) return
      if (await store.claimUnappended(page)) await send(page)
    }
  }
}

function keyOf({ documentId, page, try: number, claims }: UnappendedPage): string {
  return `${documentId} ${page} ${number} ${claims}`
}

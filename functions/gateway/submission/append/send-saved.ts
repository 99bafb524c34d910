import type { PageError } from '../../../shared/events/contract.ts'
import { Problem } from '../../../shared/http/problem.ts'
import type { UnappendedPage } from '../../../shared/store/recovery.ts'
import type { Store } from '../../../shared/store/store.ts'
import type { Append } from './append.ts'

export interface SendSavedDeps {
  store: Pick<Store, 'claimUnappended' | 'submission' | 'applyResult'>
  append: Append
}

/**
 * Sends a page that is saved and not known to be in the log, if the claim of it succeeds: whoever else has
 * seen it with these claims leaves it alone. One that the log refuses fails. Throws where a later round may do
 * better.
 */
export type SendSaved = (page: UnappendedPage) => Promise<void>

export function createSendSaved({ store, append }: SendSavedDeps): SendSaved {
  return async (unappended) => {
    if (!(await store.claimUnappended(unappended))) return
    const { documentId, page, try: number } = unappended
    try {
      await append(documentId, [{ page, try: number }], () => store.submission(documentId, page))
    } catch (error) {
      if (!(error instanceof Problem && error.code === 'event-refused')) throw error
      await store.applyResult({ documentId, page, try: number, status: 'failed', error: refused })
    }
  }
}

const refused: PageError = {
  code: 'gave-up',
  detail: 'The event log refused the page, and would refuse it again',
}

import type { PageError } from '../../../shared/events/contract/contract.ts'
import { Problem } from '../../../shared/http/problem.ts'
import type { UnappendedPage } from '../../../shared/store/recovery.ts'
import type { Store } from '../../../shared/store/store.ts'
import type { Append } from './append.ts'

export interface SendSavedDeps {
  store: Pick<Store, 'claimUnappended' | 'submission' | 'applyResult'>
  append: Append
}

/**
 * Sends a saved page that is not marked as appended, if its claim succeeds: of several gateways one sends it. A page
 * that the log rejects fails. Throws on errors that a later round may not meet.
 */
export type SendSaved = (page: UnappendedPage) => Promise<void>

export function createSendSaved({ store, append }: SendSavedDeps): SendSaved {
  return async (unappended) => {
    const [claimed] = await store.claimUnappended([unappended])
    if (!claimed) return
    const { documentId, page, try: number } = unappended
    try {
      const submissionOf = () => store.submission(documentId, page)
      await append(documentId, [{ page, try: number }], submissionOf)
    } catch (error) {
      if (!(error instanceof Problem && error.code === 'event-refused')) throw error
      await store.applyResult({ documentId, page, try: number, status: 'failed', error: rejected })
    }
  }
}

const rejected: PageError = {
  code: 'gave-up',
  detail: 'The event log rejected the page permanently',
}

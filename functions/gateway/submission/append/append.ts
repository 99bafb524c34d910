import pLimit from 'p-limit'
import {
  type PageSubmission,
  toCloudEvent,
  toPageSubmitted,
} from '../../../shared/events/contract.ts'
import { type Send, SinkError } from '../../../shared/events/sink.ts'
import { Problem } from '../../../shared/http/problem.ts'
import type { Logger } from '../../../shared/process/logger.ts'
import type { Store } from '../../../shared/store/store.ts'
import type { PageTry } from '../../../shared/store/values/stored.ts'

/** Connections to the sink. Appends that are under way together share a commit of the log. */
const sendsAtOnce = 16

export interface AppendDeps {
  store: Pick<Store, 'markAppended'>
  send: Send
  logger: Logger
}

/**
 * Appends an event for each of the pages, then notes which are in the log; how many. A page whose
 * submission is null, or of another try by now, is somebody else's business and passed over. Once one is
 * not taken the others are not begun, and a 503 problem is thrown: `event-refused` if sending that event
 * again cannot help, else `log-unavailable`. What the store throws is thrown as it is.
 */
export type Append = (
  documentId: string,
  pages: PageTry[],
  submissionOf: (page: PageTry) => Promise<PageSubmission | null>,
) => Promise<number>

export function createAppend({ store, send, logger }: AppendDeps): Append {
  const limit = pLimit(sendsAtOnce)

  async function sendPage(submission: PageSubmission): Promise<void> {
    const { documentId, page } = submission
    await send(toCloudEvent(toPageSubmitted(submission))).catch((error) => {
      logger.warn({ err: error, documentId, page }, 'page not appended')
      throw toProblem(error)
    })
  }

  return async (documentId, pages, submissionOf) => {
    const sent: PageTry[] = []
    let failure: unknown
    const appendPage = async (page: PageTry) => {
      if (failure !== undefined) return
      try {
        const submission = await submissionOf(page)
        if (submission?.try !== page.try) return
        await sendPage(submission)
        sent.push(page)
      } catch (error) {
        failure ??= error
      }
    }
    await limit.map(pages, appendPage)
    if (sent.length > 0) await store.markAppended(documentId, sent)
    if (failure !== undefined) throw failure
    return sent.length
  }
}

export interface AppendStoredDeps {
  store: Pick<Store, 'unappendedPages' | 'submission'>
  append: Append
}

/** Appends those pages of a saved document that are not known to be in the log; how many. */
export async function appendStored(
  { store, append }: AppendStoredDeps,
  documentId: string,
): Promise<number> {
  const pages = await store.unappendedPages(documentId)
  return append(documentId, pages, ({ page }) => store.submission(documentId, page))
}

function toProblem(error: unknown): Problem {
  if (error instanceof SinkError) {
    return new Problem(503, 'event-refused', 'The event log refused a page', {
      'retry-after': '30',
    })
  }
  return new Problem(503, 'log-unavailable', 'The event log did not take the document', {
    'retry-after': '5',
  })
}

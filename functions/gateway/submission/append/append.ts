import pLimit from 'p-limit'
import { toCloudEvent, toPageSubmitted } from '../../../shared/events/contract/contract.ts'
import { SinkError } from '../../../shared/events/sender.ts'
import { type Problem, retryLater } from '../../../shared/http/problem.ts'
import type { Logger } from '../../../shared/process/logger.ts'
import type { Store } from '../../../shared/store/store.ts'
import type { PageTry, StoredSubmission } from '../../../shared/store/values/stored.ts'
import { spanNames } from '../../../shared/telemetry/span-names.ts'
import { inChild, inSpan } from '../../../shared/telemetry/spans.ts'
import type { PageTracing, SendOptions } from '../page-tracing.ts'
import type { SendPage } from './page-sender.ts'

/** Connections to the sink. Concurrent appends share a commit of the log. */
const maxConcurrentSends = 16
/** Pages that are marked together: those of a killed process are sent again. */
const maxUnmarked = 100

export interface AppendDeps {
  store: Pick<Store, 'markAppended'>
  send: SendPage
  tracing: Pick<PageTracing, 'sendPage'>
  logger: Logger
}

/**
 * Appends an event for each page, marks the pages as appended and returns their number. Skips a page whose
 * submission is null or has another try. After the first failure no further page is sent, and a 503 problem is
 * thrown: `event-refused` if a retry cannot succeed, else `log-unavailable`. Rethrows errors of the store.
 */
export type Append = (
  documentId: string,
  pages: PageTry[],
  submissionOf: (page: PageTry) => Promise<StoredSubmission | null>,
  origin?: Partial<SendOptions>,
) => Promise<number>

export function createAppend({ store, send, logger, tracing }: AppendDeps): Append {
  const limit = pLimit(maxConcurrentSends)

  async function sendPage(submission: StoredSubmission, origin: SendOptions): Promise<void> {
    const { documentId, page } = submission
    await inSpan(tracing.sendPage(submission, origin), async ({ traceparent }) => {
      const traced = { ...submission, ...(traceparent !== undefined && { traceparent }) }
      await send(toCloudEvent(toPageSubmitted(traced)), submission).catch((error) => {
        logger.warn({ err: error, documentId, page }, 'page not appended')
        throw toProblem(error)
      })
    })
  }

  return async (documentId, pages, submissionOf, origin) => {
    let sentCount = 0
    let sent: PageTry[] = []
    let failure: unknown
    const appendPage = async (page: PageTry) => {
      if (failure !== undefined) return
      try {
        const submission = await submissionOf(page)
        if (submission?.try !== page.try) return
        await sendPage(submission, { pages: pages.length, ...origin })
        sent.push(page)
      } catch (error) {
        failure ??= error
      }
    }
    for (let from = 0; from < pages.length && failure === undefined; from += maxUnmarked) {
      sent = []
      await limit.map(pages.slice(from, from + maxUnmarked), appendPage)
      if (sent.length === 0) continue
      await inChild(spanNames.noteAppend, () => store.markAppended(documentId, sent))
      sentCount += sent.length
    }
    if (failure !== undefined) throw failure
    return sentCount
  }
}

export interface AppendStoredDeps {
  store: Pick<Store, 'unappendedPages' | 'submission'>
  append: Append
}

/**
 * Appends the pages of a saved document that are not marked as appended and have at least the try `fromTry`; returns
 * their number.
 */
export async function appendStored(
  { store, append }: AppendStoredDeps,
  documentId: string,
  { fromTry = 1, ...origin }: Partial<SendOptions> & { fromTry?: number } = {},
): Promise<number> {
  const pages = await store.unappendedPages(documentId)
  return append(
    documentId,
    pages.filter(({ try: number }) => number >= fromTry),
    ({ page }) => store.submission(documentId, page),
    origin,
  )
}

function toProblem(error: unknown): Problem {
  return error instanceof SinkError
    ? retryLater(30, 'event-refused', 'The event log rejected a page')
    : retryLater(5, 'log-unavailable', 'The event log did not accept the document')
}

import type { PageSubmission } from '../../shared/events/contract/page-submission.ts'
import type { Change } from '../../shared/store/values/stored.ts'
import { attributes, spanNames } from '../../shared/telemetry/span-names.ts'
import { activeSpan, type Span, type Tracer } from '../../shared/telemetry/spans.ts'

export interface SendOptions {
  /** Traceparent of the request that submits the page, if one waits for it. */
  request?: string | undefined
  /** Number of pages that it submits. */
  pages: number
  /** When the page began to wait for its turn. */
  startMs?: number | undefined
}

/** Spans of pages in the gateway. */
export interface PageTracing {
  tracer: Tracer
  /** Root of the trace of a sample, which is one of many in its request. */
  submitSample(): Span
  /** Span in which a page is sent to the log; its context is that of the page's event. */
  sendPage(submission: PageSubmission, options: SendOptions): Span
  /** Records that a page's end reached an open stream, for the first stream. */
  reached(change: Change): void
}

/** Pages whose end is awaited: many more than are read at the same time. */
const maxAwaited = 10_000

/** Older ends reach a stream that was resumed: the time until then tells nothing of the page. */
const maxNotifyMs = 60_000

/**
 * A page has a trace of its own, which begins with the request that submitted it. The pages of a document of several
 * have traces that link to that request, and a redriven or lost page has one that links to its first submission: no
 * trace grows without end.
 */
export function createPageTracing(tracer: Tracer): PageTracing {
  /** Contexts by page and try, in the order of submission. */
  const awaited = new Map<string, string>()

  function toAwait(key: string, { traceparent }: Span): void {
    if (traceparent === undefined) return
    awaited.set(key, traceparent)
    for (const oldest of awaited.keys()) {
      if (awaited.size <= maxAwaited) return
      awaited.delete(oldest)
    }
  }

  return {
    tracer,
    submitSample: () =>
      tracer.start(spanNames.submitSample, { links: [activeSpan()?.traceparent] }),
    sendPage(submission, { request, pages, startMs }) {
      const { documentId, page, try: number, traceparent: submitted } = submission
      const span = tracer.start(spanNames.sendPage, {
        ...contextOf({ request, pages, submitted, isFirst: number === 1 }),
        kind: 'producer',
        attributes: {
          [attributes.documentId]: documentId,
          [attributes.page]: page,
          [attributes.try]: number,
        },
        ...(startMs !== undefined && { startMs }),
      })
      if (tracer.isRecording) toAwait(keyOf(documentId, page, number), span)
      return span
    },
    reached(change) {
      if (change.kind !== 'page' || change.status === 'queued') return
      const key = keyOf(change.documentId, change.page, change.try)
      const parent = awaited.get(key)
      if (parent === undefined) return
      awaited.delete(key)
      if (Date.now() - change.at.getTime() > maxNotifyMs) return
      // Written a moment before the commit.
      tracer.start(spanNames.notify, { parent, startMs: change.at.getTime() }).end()
    },
  }
}

const keyOf = (documentId: string, page: number, number: number) =>
  `${documentId} ${page} ${number}`

interface SendContext {
  request: string | undefined
  pages: number
  /** Traceparent of the first submission. */
  submitted: string | undefined
  isFirst: boolean
}

function contextOf({ request, pages, submitted, isFirst }: SendContext) {
  if (request === undefined) return isFirst ? { parent: submitted } : { links: [submitted] }
  const links = submitted === request ? [] : [submitted]
  return pages === 1 ? { parent: request, links } : { links: [request, ...links] }
}

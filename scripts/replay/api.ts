import { DocumentList, Redriven } from '../../functions/shared/http/api.ts'
import { System } from '../../functions/shared/http/system-api.ts'
import type { Ask } from '../command/ask.ts'
import type { Options } from './options.ts'

export type Api = ReturnType<typeof createApi>

export interface FoundDocument {
  id: string
  /** Number of its pages that have ended. */
  pages: number
}

/** The gateway's API for this command. */
export function createApi(ask: Ask) {
  return {
    /** Number of page submissions in the log so far. */
    submissions: async (): Promise<number> => (await ask(System, '/v1/system')).submissions,

    /** Documents in the range with at least one ended page, newest first; incomplete if stopped. */
    async documents(
      range: Pick<Options, 'from' | 'to' | 'status' | 'batch'>,
      stopping: AbortSignal,
    ): Promise<FoundDocument[]> {
      const query = new URLSearchParams({
        createdAfter: range.from.toISOString(),
        createdBefore: range.to.toISOString(),
      })
      if (range.status !== null) query.set('status', range.status)
      if (range.batch !== null) query.set('batch', range.batch)
      const found: FoundDocument[] = []
      for (;;) {
        const { documents, next } = await ask(DocumentList, `/v1/documents?${query}`)
        for (const { id, pages } of documents) {
          const ended = pages.filter(({ status }) => status !== 'queued').length
          if (ended > 0) found.push({ id, pages: ended })
        }
        if (next === null || stopping.aborted) return found
        query.set('cursor', next)
      }
    },

    /** Resends a document's pages that were not submitted after `submittedUpTo`; resolves with their number. */
    async replay(documentId: string, submittedUpTo: number): Promise<number> {
      const path = `/v1/documents/${encodeURIComponent(documentId)}/redrive`
      const body = { pages: 'all', submittedUpTo }
      return (await ask(Redriven, path, { method: 'POST', body })).redrivenPages
    },
  }
}

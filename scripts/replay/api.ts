import { DocumentList, Redriven } from '../../functions/shared/http/api.ts'
import { System } from '../../functions/shared/http/system-api.ts'
import type { Ask } from '../command/ask.ts'
import type { Options } from './options.ts'

export type Api = ReturnType<typeof createApi>

export interface FoundDocument {
  id: string
  /** How many of its pages have ended. */
  pages: number
}

/** What the command needs of the gateway. */
export function createApi(ask: Ask) {
  return {
    /** How many tries of pages have come into the log. */
    submissions: async (): Promise<number> => (await ask(System, '/v1/system')).submissions,

    /** All of a stretch that have a page that has ended, newest first; some when it is to stop. */
    async documents(
      stretch: Pick<Options, 'from' | 'to' | 'status' | 'batch'>,
      stopping: AbortSignal,
    ): Promise<FoundDocument[]> {
      const query = new URLSearchParams({
        createdAfter: stretch.from.toISOString(),
        createdBefore: stretch.to.toISOString(),
      })
      if (stretch.status !== null) query.set('status', stretch.status)
      if (stretch.batch !== null) query.set('batch', stretch.batch)
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

    /** How many pages of a document were sent again: those not submitted since `submissions` was this. */
    async replay(documentId: string, submittedUpTo: number): Promise<number> {
      const path = `/v1/documents/${encodeURIComponent(documentId)}/redrive`
      const body = { pages: 'all', submittedUpTo }
      return (await ask(Redriven, path, { method: 'POST', body })).redrivenPages
    },
  }
}

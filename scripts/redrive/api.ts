import * as z from 'zod'
import { Redriven } from '../../functions/shared/http/api.ts'
import { type DeadLetter, DeadLetterList } from '../../functions/shared/http/system-api.ts'
import type { Ask } from '../command/ask.ts'
import type { Options } from './options.ts'

export type Api = ReturnType<typeof createApi>

/** The gateway's API for this command. */
export function createApi(ask: Ask) {
  return {
    /** Dead letters that were not redriven, newest first. */
    async deadLetters({ since, reason }: Pick<Options, 'since' | 'reason'>): Promise<DeadLetter[]> {
      const query = new URLSearchParams({ redriven: 'false', limit: '200' })
      if (since !== null) query.set('since', since.toISOString())
      if (reason !== null) query.set('reason', reason)
      const found: DeadLetter[] = []
      for (;;) {
        const { deadLetters, next } = await ask(DeadLetterList, `/v1/dead-letters?${query}`)
        found.push(...deadLetters)
        if (next === null) return found
        query.set('cursor', next)
      }
    },
    async deleteDeadLetter({ source, id }: Pick<DeadLetter, 'source' | 'id'>): Promise<void> {
      const event = new URLSearchParams({ source, id })
      await ask(z.undefined(), `/v1/dead-letters?${event}`, { method: 'DELETE' })
    },
    /** Reads the failed pages of a document again; in bulk, behind single pages of others. */
    redrive: (documentId: string, how: { bulk?: true }) =>
      ask(Redriven, `/v1/documents/${encodeURIComponent(documentId)}/redrive`, {
        ...{ method: 'POST', body: how },
      }),
  }
}

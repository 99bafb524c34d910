import type { z } from 'zod'
import {
  type DeadLetter,
  DeadLetterList,
  ProblemDetails,
  Redriven,
} from '../../functions/shared/api.ts'
import type { Options } from './options.ts'

/** An answer that is an error; its message is for a person. */
export class ApiError extends Error {
  override name = 'ApiError'
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

/** Nobody answers at the address. */
export class NoAnswerError extends Error {
  override name = 'NoAnswerError'
}

export type Api = ReturnType<typeof createApi>

/** What the command needs of the gateway. */
export function createApi(url: string, token: string | undefined) {
  const headers: Record<string, string> = token ? { authorization: `Bearer ${token}` } : {}

  async function ask<T extends z.ZodType>(schema: T, path: string, method = 'GET') {
    const response = await fetch(`${url}${path}`, { method, headers }).catch((cause) => {
      throw new NoAnswerError(`Nobody answers at ${url}. Is Glyphflow running there?`, { cause })
    })
    const text = await response.text()
    if (!response.ok) throw new ApiError(response.status, reasonOf(response.status, text))
    const answer = schema.safeParse(toJson(text))
    if (!answer.success)
      throw new ApiError(response.status, `What answers at ${url} is no Glyphflow`)
    return answer.data
  }

  return {
    /** Those that were not redriven, newest first. */
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
    redrive: (documentId: string) =>
      ask(Redriven, `/v1/documents/${encodeURIComponent(documentId)}/redrive`, 'POST'),
  }
}

function reasonOf(status: number, text: string): string {
  const problem = ProblemDetails.safeParse(toJson(text))
  return problem.success ? problem.data.detail : `The server answered ${status}`
}

function toJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

import type { z } from 'zod'
import { ProblemDetails } from '../../functions/shared/http/api.ts'
import { CommandError } from './command-error.ts'

/** Error response. */
export class ApiError extends CommandError {
  override name = 'ApiError'
  readonly status: number
  /** From Retry-After; null without it. */
  readonly retryAfterMs: number | null

  constructor(status: number, message: string, retryAfterMs: number | null = null) {
    super(message)
    this.status = status
    this.retryAfterMs = retryAfterMs
  }
}

/** No response from the address. */
export class NoAnswerError extends CommandError {
  override name = 'NoAnswerError'
}

export type Ask = ReturnType<typeof createAsk>

/** Client of the gateway at `url`; returns the parsed response, or throws one of the errors above. */
export function createAsk(url: string, token: string | undefined) {
  const authorization: Record<string, string> = token ? { authorization: `Bearer ${token}` } : {}

  return async <T extends z.ZodType>(
    schema: T,
    path: string,
    { method = 'GET', body }: { method?: string; body?: object } = {},
  ): Promise<z.infer<T>> => {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: { ...authorization, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    }).catch((cause) => {
      throw new NoAnswerError(`No answer from ${url}. Is Glyphflow running there?`, { cause })
    })
    const text = await response.text().catch((cause) => {
      throw new NoAnswerError(`The response of ${url} was truncated`, { cause })
    })
    if (!response.ok) throw toApiError(response, text)
    const answer = schema.safeParse(toJson(text))
    if (!answer.success) {
      throw new ApiError(response.status, `The server at ${url} is not Glyphflow`)
    }
    return answer.data
  }
}

function toApiError({ status, headers }: Response, text: string): ApiError {
  const problem = ProblemDetails.safeParse(toJson(text))
  const message = problem.success ? problem.data.detail : `The server answered ${status}`
  const seconds = headers.get('retry-after')?.match(/^\d+$/)?.[0]
  return new ApiError(status, message, seconds === undefined ? null : Number(seconds) * 1000)
}

function toJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

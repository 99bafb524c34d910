import type { z } from 'zod'
import { ProblemDetails } from '../../functions/shared/http/api.ts'
import { CommandError } from './command-error.ts'

/** An answer that is an error. */
export class ApiError extends CommandError {
  override name = 'ApiError'
  readonly status: number
  /** Of Retry-After; null where there is none. */
  readonly retryAfterMs: number | null

  constructor(status: number, message: string, retryAfterMs: number | null = null) {
    super(message)
    this.status = status
    this.retryAfterMs = retryAfterMs
  }
}

/** Nobody answers at the address. */
export class NoAnswerError extends CommandError {
  override name = 'NoAnswerError'
}

export type Ask = ReturnType<typeof createAsk>

/** Asks the gateway at `url`; gives what the schema makes of the answer, or throws one of the errors above. */
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
      throw new NoAnswerError(`Nobody answers at ${url}. Is Glyphflow running there?`, { cause })
    })
    const text = await response.text().catch((cause) => {
      throw new NoAnswerError(`The answer of ${url} was cut off`, { cause })
    })
    if (!response.ok) throw toApiError(response, text)
    const answer = schema.safeParse(toJson(text))
    if (!answer.success) {
      throw new ApiError(response.status, `What answers at ${url} is no Glyphflow`)
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

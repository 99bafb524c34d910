import { STATUS_CODES } from 'node:http'
import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { Logger } from '../process/logger.ts'

/** Error response in the format of RFC 9457; `code` is for programs, `detail` for people. */
export class Problem extends Error {
  override name = 'Problem'
  readonly status: ContentfulStatusCode
  readonly code: string
  readonly headers: Record<string, string>

  constructor(
    status: ContentfulStatusCode,
    code: string,
    detail: string,
    headers: Record<string, string> = {},
  ) {
    super(detail)
    this.status = status
    this.code = code
    this.headers = headers
  }
}

/** Problem that may have ended after `seconds`: its response has Retry-After. */
export function retryLater(
  seconds: number,
  code: string,
  detail: string,
  status: 202 | 503 = 503,
): Problem {
  return new Problem(status, code, detail, { 'retry-after': String(seconds) })
}

/** Names of RFC 9110, where Node has earlier ones. */
const titles: Record<number, string | undefined> = {
  ...STATUS_CODES,
  ...{ 413: 'Content Too Large', 422: 'Unprocessable Content' },
}

export function toProblemResponse(c: Context, problem: Problem): Response {
  const { status, code, message: detail, headers } = problem
  const body = { title: titles[status] ?? 'Error', status, detail, code }
  return c.body(JSON.stringify(body), status, {
    ...headers,
    'content-type': 'application/problem+json',
  })
}

/** The only place that turns errors into responses. Unexpected errors are logged; their response has no details. */
export function createErrorHandler(logger: Logger) {
  return (error: Error, c: Context): Response => {
    if (error instanceof Problem) return toProblemResponse(c, error)
    logger.error({ err: error, path: c.req.routePath }, 'request failed')
    return toProblemResponse(c, new Problem(500, 'internal', 'An unexpected error occurred'))
  }
}

import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
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

const titles: Partial<Record<number, string>> = {
  202: 'Accepted',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  408: 'Request Timeout',
  409: 'Conflict',
  410: 'Gone',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  416: 'Range Not Satisfiable',
  421: 'Misdirected Request',
  422: 'Unprocessable Content',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
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
    if (error instanceof HTTPException) {
      return toProblemResponse(
        c,
        new Problem(error.status as ContentfulStatusCode, 'http', error.message),
      )
    }
    logger.error({ err: error, path: c.req.routePath }, 'request failed')
    return toProblemResponse(c, new Problem(500, 'internal', 'An unexpected error occurred'))
  }
}

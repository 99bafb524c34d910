/** Error response; `message` is for the user. Status 0: no response. */
export class ApiProblem extends Error {
  override name = 'ApiProblem'
  readonly status: number
  readonly code: string

  constructor(status: number, code: string, detail: string) {
    super(detail)
    this.status = status
    this.code = code
  }
}

/** Whether the server does not accept what was asked: asking again changes nothing. */
export function isRefusal(error: unknown): boolean {
  return error instanceof ApiProblem && error.status === 400
}

/** Message of an error, for the user. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** Parses an RFC 9457 body; anything else, as a proxy's own error page, gets a generic message. */
export function toApiProblem(status: number, body: string): ApiProblem {
  const { code, detail } = readProblem(body)
  return new ApiProblem(status, code ?? 'http', detail ?? `The server answered ${status}`)
}

/** Text of a response's body: the detail of a problem, or the body as it is. */
export function textOf(body: string): string {
  return readProblem(body).detail ?? body
}

function readProblem(body: string): { code?: string; detail?: string } {
  try {
    const problem: unknown = JSON.parse(body)
    if (typeof problem !== 'object' || problem === null) return {}
    return {
      ...('code' in problem && typeof problem.code === 'string' && { code: problem.code }),
      ...('detail' in problem && typeof problem.detail === 'string' && { detail: problem.detail }),
    }
  } catch {
    return {}
  }
}

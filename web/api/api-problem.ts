/** An answer that is an error; `message` is the sentence for a person. Status 0: there was no answer. */
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

/** Why something did not work, for a person. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** Reads RFC 9457, and says something sensible where a proxy answered with a page of its own. */
export function toApiProblem(status: number, body: string): ApiProblem {
  const { code, detail } = readProblem(body)
  return new ApiProblem(status, code ?? 'http', detail ?? `The server answered ${status}`)
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

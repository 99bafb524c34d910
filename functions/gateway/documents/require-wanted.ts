import { Problem } from '../../shared/http/problem.ts'

/** Throws a problem, which nobody receives, if the client has aborted the request. */
export function requireWanted(gone: AbortSignal): void {
  if (gone.aborted) throw new Problem(404, 'unknown-page', 'The request was aborted')
}

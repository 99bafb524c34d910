import type * as z from 'zod'
import { toAuthorization } from '../../shared/http/internal-token.ts'
import { SystemHistory, SystemReport } from '../../shared/http/system-api.ts'
import type { Logger } from '../../shared/process/logger.ts'

const defaultTimeoutMs = 1000

/** Fetches the report of the runtime at SYSTEM_URL; null if unset, on timeout or for an invalid response. */
export function createSystemReport(
  url: string | undefined,
  token: string | undefined,
  logger: Logger,
  timeoutMs = defaultTimeoutMs,
): () => Promise<SystemReport | null> {
  const ask = createFetchJson(SystemReport, { token, timeoutMs })
  return async () => (url === undefined ? null : orNull(ask(new URL(url)), logger))
}

/** Fetches what the runtime at SYSTEM_URL has kept, if it keeps a history: the sink of a cluster has none. */
export function createRuntimeHistory(
  url: string | undefined,
  token: string | undefined,
  logger: Logger,
  timeoutMs = defaultTimeoutMs,
): (after: number) => Promise<SystemHistory | null> {
  const ask = createFetchJson(SystemHistory, { token, timeoutMs })
  return async (after) =>
    url === undefined ? null : orNull(ask(new URL(`${url}/history?after=${after}`)), logger)
}

export interface FetchJsonOptions {
  token?: string | undefined
  timeoutMs: number
}

/** Returns a function that fetches JSON, and throws without a valid response. */
export function createFetchJson<T extends z.ZodType>(
  schema: T,
  { token, timeoutMs }: FetchJsonOptions,
) {
  const headers = toAuthorization(token)
  return async (url: URL): Promise<z.infer<T>> => {
    const response = await fetch(url, { headers, signal: AbortSignal.timeout(timeoutMs) })
    if (!response.ok) throw new Error(`${url.origin} answered ${response.status}`)
    return schema.parse(await response.json())
  }
}

function orNull<T>(answer: Promise<T>, logger: Logger): Promise<T | null> {
  return answer.catch((error: unknown) => {
    logger.debug({ err: error }, 'no answer about the system')
    return null
  })
}

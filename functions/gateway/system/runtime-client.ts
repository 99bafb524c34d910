import type * as z from 'zod'
import { SystemHistory, SystemReport } from '../../shared/http/system-api.ts'
import type { Logger } from '../../shared/process/logger.ts'
import { fetchJson } from './fetch-json.ts'

export interface RuntimeClientOptions {
  /** SYSTEM_URL */
  url: string | undefined
  token: string | undefined
  logger: Logger
  timeoutMs?: number
}

/** Client of the runtime at `url`. Answers are null if that is unset, on timeout or for an invalid response. */
export function createRuntimeClient({
  url,
  token,
  logger,
  timeoutMs = 1000,
}: RuntimeClientOptions) {
  async function ask<T extends z.ZodType>(schema: T, path = ''): Promise<z.infer<T> | null> {
    if (url === undefined) return null
    return fetchJson(schema, new URL(url + path), { token, timeoutMs }).catch((error: unknown) => {
      logger.debug({ err: error }, 'no answer about the system')
      return null
    })
  }

  return {
    systemReport: () => ask(SystemReport),
    /** What the runtime has kept since a time, if it keeps a history: the sink of a cluster has none. */
    systemHistory: (after: number) => ask(SystemHistory, `/history?after=${after}`),
  }
}

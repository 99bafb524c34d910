import { toAuthorization } from '../../shared/http/internal-token.ts'
import { SystemReport } from '../../shared/http/system-api.ts'
import type { Logger } from '../../shared/process/logger.ts'

/** Fetches the report of the runtime at SYSTEM_URL; null if unset, on timeout or for an invalid response. */
export function createSystemReport(
  url: string | undefined,
  token: string | undefined,
  logger: Logger,
  timeoutMs = 1000,
) {
  const headers = toAuthorization(token)
  return async (): Promise<SystemReport | null> => {
    if (url === undefined) return null
    try {
      const response = await fetch(url, { headers, signal: AbortSignal.timeout(timeoutMs) })
      if (!response.ok) throw new Error(`SYSTEM_URL answered ${response.status}`)
      return SystemReport.parse(await response.json())
    } catch (error) {
      logger.debug({ err: error }, 'system report unavailable')
      return null
    }
  }
}

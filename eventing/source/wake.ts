import { toAuthorization } from '../../functions/shared/http/internal-token.ts'
import type { Logger } from '../../functions/shared/process/logger.ts'

export interface WakerDeps {
  /** Address of the service, of which /healthz is requested. */
  url: string
  token?: string | undefined
  /** Ends a running request. */
  stopping: AbortSignal
  logger: Logger
  now?: () => number
}

/**
 * Half of Knative's shortest window, for which a service stays awake after a request. An overlay may have shortened the
 * window of the mounted YAML.
 */
const everyMs = 3000
/** Longer than the start of a replica. The platform holds the request until there is one. */
const timeoutMs = 60_000

/** Function that wakes a service from zero replicas by a request without effect. It does not wait for the answer. */
export function createWaker(deps: WakerDeps): () => void {
  const { url, token, stopping, logger, now = () => performance.now() } = deps
  const address = `${url.replace(/\/$/, '')}/healthz`
  const headers = toAuthorization(token)
  let nextMs = Number.NEGATIVE_INFINITY

  async function request(): Promise<void> {
    const signal = AbortSignal.any([stopping, AbortSignal.timeout(timeoutMs)])
    const response = await fetch(address, { headers, signal, redirect: 'manual' })
    await response.body?.cancel()
  }

  return () => {
    if (now() < nextMs) return
    nextMs = now() + everyMs
    request().catch((error) => logger.debug({ err: error, address }, 'service not woken'))
  }
}

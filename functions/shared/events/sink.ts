import { retryWhileUnavailable } from '../errors/retry-while-unavailable.ts'
import { UnavailableError } from '../errors/unavailable-error.ts'
import { toAuthorization } from '../http/internal-token.ts'
import { type CloudEvent, toHttp } from './cloudevent.ts'

/** The sink rejects the event: a retry cannot help. */
export class SinkError extends Error {
  override name = 'SinkError'
  readonly tooLarge: boolean

  constructor(message: string, options: { tooLarge?: boolean } = {}) {
    super(message)
    this.tooLarge = options.tooLarge ?? false
  }
}

export type Send = (event: CloudEvent) => Promise<void>

export interface SenderOptions {
  /** INTERNAL_TOKEN. */
  token?: string | undefined
  /** Timeout of a single request. */
  timeoutMs?: number
  /** Time for retries while the sink is unavailable. */
  retryForMs?: number
}

/**
 * Sends events to a URL, `$K_SINK` for a function. Resolves on a 2xx response: the sink has the event on disk.
 * Throws UnavailableError if the sink is unavailable (no response, or a retryable status), SinkError if it rejects
 * the event.
 */
export function createSender(url: string, options: SenderOptions = {}): Send {
  const { token, timeoutMs = 30_000, retryForMs = 0 } = options
  const authorization = toAuthorization(token)

  async function send(event: CloudEvent): Promise<void> {
    const { headers, body } = toHttp(event)
    const response = await fetch(url, {
      method: 'POST',
      headers: { ...headers, ...authorization },
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    }).catch((cause) => {
      throw new UnavailableError('The sink did not answer', { cause })
    })
    // The status decides; a truncated body does not matter.
    await response.body?.cancel().catch(() => {})
    if (response.ok) return
    const message = `The sink answered ${response.status}`
    if (isRetryable(response.status)) throw new UnavailableError(message)
    throw new SinkError(message, { tooLarge: response.status === 413 })
  }

  return (event) => retryWhileUnavailable(() => send(event), { forMs: retryForMs })
}

function isRetryable(status: number): boolean {
  return status >= 500 || [404, 408, 409, 429].includes(status)
}

import { retryWhileUnavailable } from '../errors/retry-while-unavailable.ts'
import { UnavailableError } from '../errors/unavailable-error.ts'
import { toAuthorization } from '../http/internal-token.ts'
import { sendRequest } from '../http/send-request.ts'
import { activeSpan } from '../telemetry/spans.ts'
import { type CloudEvent, toHttp } from './cloudevent.ts'
import { isRetryable } from './retryable-status.ts'

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
    const traceparent = activeSpan()?.traceparent
    const response = await sendRequest(new URL(url), {
      method: 'POST',
      headers: { ...headers, ...authorization, ...(traceparent && { traceparent }) },
      body,
      signal: AbortSignal.timeout(timeoutMs),
    }).catch((cause) => {
      throw new UnavailableError('The sink did not answer', { cause })
    })
    // The status decides; a truncated body does not matter.
    const { statusCode: status = 0 } = response.resume()
    if (status >= 200 && status < 300) return
    const message = `The sink answered ${status}`
    // 401, too: a new internal token has not reached both sides, which says nothing about the event.
    if (isRetryable(status) || status === 401) throw new UnavailableError(message)
    throw new SinkError(message, { tooLarge: status === 413 })
  }

  return (event) => retryWhileUnavailable(() => send(event), { forMs: retryForMs })
}

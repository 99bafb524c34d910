import { UnavailableError } from '../errors/unavailable-error.ts'
import { whileAway } from '../errors/while-away.ts'
import { toAuthorization } from '../http/internal-token.ts'
import { type CloudEvent, toHttp } from './cloudevent.ts'

/** The sink refuses the event: sending it again cannot help. */
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
  /** For one answer. */
  timeoutMs?: number
  /** How long a sink that is away is tried again, before the caller hears of it. */
  retryForMs?: number
}

/**
 * Sends events to an address, `$K_SINK` for a function. Resolves when it has answered 2xx: the event is on
 * disk there. Throws UnavailableError where the sink is away (no answer, or one that may be another next
 * time), SinkError where it refuses this event.
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
    // The status is the answer; a body that breaks off takes nothing back.
    await response.body?.cancel().catch(() => {})
    if (response.ok) return
    const message = `The sink answered ${response.status}`
    if (mayChange(response.status)) throw new UnavailableError(message)
    throw new SinkError(message, { tooLarge: response.status === 413 })
  }

  return (event) => whileAway(() => send(event), { forMs: retryForMs })
}

function mayChange(status: number): boolean {
  return status >= 500 || [404, 408, 409, 429].includes(status)
}

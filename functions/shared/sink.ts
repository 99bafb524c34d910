import { type CloudEvent, toHttp } from './cloudevent.ts'

/** The sink did not take the event; sending it again may help unless `tooLarge`. */
export class SinkError extends Error {
  override name = 'SinkError'
  readonly tooLarge: boolean

  constructor(message: string, options: { tooLarge?: boolean; cause?: unknown } = {}) {
    super(message, { cause: options.cause })
    this.tooLarge = options.tooLarge ?? false
  }
}

export type Send = (event: CloudEvent) => Promise<void>

/**
 * Sends events to an address, `$K_SINK` for a function. Resolves when it has answered 2xx: the event is
 * on disk there. Throws SinkError otherwise; what to do then is the caller's to say.
 */
export function createSender(url: string, timeoutMs = 30_000): Send {
  return async (event) => {
    let response: Response
    try {
      response = await fetch(url, {
        method: 'POST',
        ...toHttp(event),
        signal: AbortSignal.timeout(timeoutMs),
      })
      await response.body?.cancel()
    } catch (cause) {
      throw new SinkError('The sink did not answer', { cause })
    }
    if (!response.ok) {
      throw new SinkError(`The sink answered ${response.status}`, {
        tooLarge: response.status === 413,
      })
    }
  }
}

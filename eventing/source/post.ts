import { type CloudEvent, toHttp } from '../../functions/shared/cloudevent.ts'
import type { Outcome } from './delivery.ts'
import { retryAfterMs } from './retry-after.ts'

/** Delivers an event once, in binary mode. A status is an answer, though its body breaks off. */
export async function post(url: string, event: CloudEvent, signal: AbortSignal): Promise<Outcome> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      redirect: 'manual',
      ...toHttp(event),
      signal,
    })
    const body = await response.arrayBuffer().catch(() => new ArrayBuffer(0))
    return {
      status: response.status,
      retryAfterMs: retryAfterMs(response.headers),
      body: new Uint8Array(body),
    }
  } catch (error) {
    return { error, connected: !isWithoutConnection(error) }
  }
}

/** https://nodejs.org/api/errors.html#common-system-errors, and the name that Node's fetch gives a slow connect. */
const withoutConnection = new Set([
  ...['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'EAI_AGAIN'],
  'UND_ERR_CONNECT_TIMEOUT',
])

function isWithoutConnection(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined
  return cause instanceof Error && 'code' in cause && withoutConnection.has(String(cause.code))
}

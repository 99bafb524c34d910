import { addAbortSignal, type Readable } from 'node:stream'
import { Pool } from 'undici'
import { type CloudEvent, toHttp } from '../../../functions/shared/events/cloudevent.ts'
import { toAuthorization } from '../../../functions/shared/http/internal-token.ts'
import { maxErrorDataBytes } from './dead-letter.ts'
import type { Outcome } from './delivery.ts'
import { retryAfterMs } from './retry-after.ts'

export interface PosterDeps {
  /** Address of the service: http. */
  url: string
  /** INTERNAL_TOKEN. */
  token?: string | undefined
  /** Timeout of the connection, then of the status, then of the body. */
  timeoutMs: number
  /** Aborts running requests. */
  cutOff: AbortSignal
}

/** Delivers an event once, in binary mode. A status counts as an answer even if its body is truncated. */
export type Post = (event: CloudEvent) => Promise<Outcome>

const noBody = new Uint8Array()
/** Length at which the body of a success is no longer read, and its connection closed. */
const maxDrainBytes = 128 * 1024

/**
 * Uses an undici pool with common timeouts: a `fetch` with two signals takes seven times as much CPU, which would be
 * most of the cost of a small event.
 */
export function createPoster({ url, token, timeoutMs, cutOff }: PosterDeps): Post {
  const authorization = toAuthorization(token)
  const { origin, pathname, search } = new URL(url)
  const path = pathname + search
  const pool = new Pool(origin, {
    connectTimeout: timeoutMs,
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
  })
  cutOff.addEventListener('abort', () => void pool.destroy(cutOff.reason))

  return async (event) => {
    try {
      const { headers: attributes, body: data } = toHttp(event)
      const sent = { headers: { ...attributes, ...authorization }, body: data }
      const answer = await pool.request({ method: 'POST', path, ...sent })
      const { statusCode: status, headers } = answer
      if (status < 300) {
        // The body of a success is ignored, but the connection is not free until it ends.
        const signal = status === 204 ? undefined : AbortSignal.timeout(timeoutMs)
        await answer.body.dump({ limit: maxDrainBytes, signal }).catch(() => {})
        return { status, retryAfterMs: null, body: noBody }
      }
      const body = await readStart(answer.body, timeoutMs)
      return { status, retryAfterMs: retryAfterMs(headers), body }
    } catch (error) {
      return { error, connected: !isWithoutConnection(error) }
    }
  }
}

/** Reads until `maxErrorDataBytes`, the timeout, or a connection error. */
async function readStart(body: Readable, timeoutMs: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  try {
    for await (const chunk of addAbortSignal(AbortSignal.timeout(timeoutMs), body)) {
      chunks.push(chunk)
      bytes += chunk.byteLength
      if (bytes >= maxErrorDataBytes) break
    }
  } catch {
    // Timeout or connection error: the chunks so far suffice.
  }
  return Buffer.concat(chunks)
}

/** https://nodejs.org/api/errors.html#common-system-errors, and undici's connect timeout. */
const withoutConnection = [
  ...['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'EAI_AGAIN'],
  'UND_ERR_CONNECT_TIMEOUT',
]

function isWithoutConnection(error: unknown): boolean {
  return error instanceof Error && 'code' in error && withoutConnection.includes(String(error.code))
}

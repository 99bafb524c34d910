import { addAbortSignal, type Readable } from 'node:stream'
import { Pool } from 'undici'
import { type CloudEvent, toHttp } from '../../../functions/shared/events/cloudevent.ts'
import { toAuthorization } from '../../../functions/shared/http/internal-token.ts'
import { quotedBytes } from './dead-letter.ts'
import type { Outcome } from './delivery.ts'
import { retryAfterMs } from './retry-after.ts'

export interface PosterDeps {
  /** Address of the service: http. */
  url: string
  /** INTERNAL_TOKEN. */
  token?: string | undefined
  /** For a connection, then for a status, then for the rest of the answer. */
  timeoutMs: number
  /** Aborts what is under way. */
  cutOff: AbortSignal
}

/** Delivers an event once, in binary mode. A status is an answer, though its body breaks off. */
export type Post = (event: CloudEvent) => Promise<Outcome>

const noBody = new Uint8Array()
/** A longer one is broken off. */
const dumpedBytes = 128 * 1024

/**
 * By a pool of its own, with the timeouts and the end that all of them share: a `fetch` with two signals takes
 * seven times as much CPU, and that is most of what a small event costs.
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
        // Nobody reads what is said about a success, but until it has ended the connection is not free.
        const signal = status === 204 ? undefined : AbortSignal.timeout(timeoutMs)
        await answer.body.dump({ limit: dumpedBytes, signal }).catch(() => {})
        return { status, retryAfterMs: null, body: noBody }
      }
      const body = await beginningOf(answer.body, timeoutMs)
      return { status, retryAfterMs: retryAfterMs(headers), body }
    } catch (error) {
      return { error, connected: !isWithoutConnection(error) }
    }
  }
}

/** As much as comes in time, and is told. */
async function beginningOf(body: Readable, withinMs: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  try {
    for await (const chunk of addAbortSignal(AbortSignal.timeout(withinMs), body)) {
      chunks.push(chunk)
      bytes += chunk.byteLength
      if (bytes >= quotedBytes) break
    }
  } catch {
    // It has broken off.
  }
  return Buffer.concat(chunks)
}

/** https://nodejs.org/api/errors.html#common-system-errors, and undici's own for a slow connect. */
const withoutConnection = [
  ...['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'EAI_AGAIN'],
  'UND_ERR_CONNECT_TIMEOUT',
]

function isWithoutConnection(error: unknown): boolean {
  return error instanceof Error && 'code' in error && withoutConnection.includes(String(error.code))
}

import { addAbortSignal, type Readable } from 'node:stream'
import { type Dispatcher, Pool } from 'undici'
import { type CloudEvent, toHttp } from '../../../functions/shared/events/cloudevent.ts'
import { functionHeader } from '../../../functions/shared/events/function-header.ts'
import { toAuthorization } from '../../../functions/shared/http/internal-token.ts'
import {
  fromServerTiming,
  serverTimingHeader,
} from '../../../functions/shared/telemetry/server-timing.ts'
import { activeSpan } from '../../../functions/shared/telemetry/spans.ts'
import { maxErrorDataBytes } from './dead-letter.ts'
import type { Outcome } from './delivery.ts'
import { failureOf } from './failure.ts'
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

export interface Poster {
  /**
   * Delivers an event once, in binary mode, with the context of the active span. A status counts as an answer even if
   * its body is truncated.
   */
  post(event: CloudEvent): Promise<Outcome>
  /** Requests /healthz. */
  check(signal: AbortSignal): Promise<Outcome>
}

const noBody = new Uint8Array()
/** Length at which the body of a success is no longer read, and its connection closed. */
const maxDrainBytes = 128 * 1024

/**
 * Uses an undici pool with common timeouts: a `fetch` with two signals takes seven times as much CPU, which would be
 * most of the cost of a small event.
 */
export function createPoster({ url, token, timeoutMs, cutOff }: PosterDeps): Poster {
  const authorization = toAuthorization(token)
  const { origin, pathname, search } = new URL(url)
  const path = pathname + search
  const pool = new Pool(origin, {
    connectTimeout: timeoutMs,
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
  })
  cutOff.addEventListener('abort', () => void pool.destroy(cutOff.reason))

  async function request(toOptions: () => Dispatcher.RequestOptions): Promise<Outcome> {
    try {
      const { statusCode: status, headers, body } = await pool.request(toOptions())
      const answered = { status, isFunctions: headers[functionHeader] !== undefined }
      if (status < 300) {
        // The body of a success is ignored, but the connection is not free until it ends.
        const signal = status === 204 ? undefined : AbortSignal.timeout(timeoutMs)
        await body.dump({ limit: maxDrainBytes, signal }).catch(() => {})
        const timing = fromServerTiming(headers[serverTimingHeader])
        return { ...answered, retryAfterMs: null, body: noBody, timing }
      }
      const start = await readStart(body, timeoutMs)
      return { ...answered, retryAfterMs: retryAfterMs(headers), body: start }
    } catch (error) {
      return { error, failure: failureOf(error) }
    }
  }

  return {
    post: (event) =>
      request(() => {
        const { headers, body } = toHttp(event)
        const traceparent = activeSpan()?.traceparent
        const own = { ...authorization, ...(traceparent && { traceparent }) }
        return { method: 'POST', path, headers: { ...headers, ...own }, body }
      }),
    check: (signal) => request(() => ({ method: 'GET', path: '/healthz', signal })),
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

import { createHash } from 'node:crypto'
import * as z from 'zod'
import { retryWhileUnavailable } from '../../shared/errors/retry-while-unavailable.ts'
import { UnavailableError } from '../../shared/errors/unavailable-error.ts'
import type { PageByReference } from '../../shared/events/contract.ts'
import { toDigest } from '../../shared/events/digest.ts'
import { PermanentError } from '../../shared/events/permanent-error.ts'
import { toAuthorization } from '../../shared/http/internal-token.ts'

export interface OriginalsOptions {
  /** ORIGINALS_URL, the base of `dataref`. */
  url: string
  /** INTERNAL_TOKEN, sent to ORIGINALS_URL only: redirects are not followed. */
  token?: string | undefined
  /** MAX_IMAGE_BYTES. */
  maxBytes: number
  /** Limit for one response with its body. */
  timeoutMs?: number
  /** How long to retry an unavailable gateway. Together with the time to read a page, less than a delivery may take. */
  retryForMs?: number
}

/**
 * Fetches a page's original and verifies its digest; null if it was deleted. Throws UnavailableError if the gateway is
 * unavailable or `gone` aborts, PermanentError for an original that is too large, and any other error if a retry may
 * succeed.
 */
export type FetchOriginal = (page: PageByReference, gone: AbortSignal) => Promise<Uint8Array | null>

export function createFetchOriginal(options: OriginalsOptions): FetchOriginal {
  const { url, token, maxBytes, timeoutMs = 30_000, retryForMs = 100_000 } = options
  const headers = { ...toAuthorization(token), 'accept-encoding': 'identity' }

  async function fetchOnce(page: PageByReference, signal: AbortSignal) {
    const address = new URL(page.dataref, url)
    const response = await fetch(address, { headers, redirect: 'manual', signal }).catch(
      (cause) => {
        throw new UnavailableError('ORIGINALS_URL did not answer', { cause })
      },
    )
    try {
      if (response.status === 200) return await readOriginal(response, page.originaldigest)
      if (response.status === 410 && (await codeOf(response)) === 'deleted') return null
      const message = `ORIGINALS_URL answered ${response.status}`
      throw isUnavailable(response.status) ? new UnavailableError(message) : new Error(message)
    } finally {
      if (!response.bodyUsed) await response.body?.cancel().catch(() => {})
    }
  }

  /** A broken transfer counts as an attempt: it may be this original that breaks it each time. */
  async function readOriginal(response: Response, digest: string): Promise<Uint8Array> {
    const length = Number(response.headers.get('content-length') ?? Number.NaN)
    if (!Number.isInteger(length)) throw new Error('Expected ORIGINALS_URL to send Content-Length')
    if (length > maxBytes) {
      throw new PermanentError(`Expected an original of at most ${maxBytes} bytes, got ${length}`)
    }
    const original = new Uint8Array(length)
    const hash = createHash('sha256')
    let at = 0
    for await (const chunk of response.body ?? []) {
      original.set(chunk, at)
      at += chunk.byteLength
      hash.update(chunk)
    }
    const found = toDigest(hash)
    if (found !== digest) throw new Error(`Expected an original of digest ${digest}, got ${found}`)
    return original
  }

  return (page, gone) =>
    retryWhileUnavailable(
      (leftMs) => {
        const timeout = AbortSignal.timeout(Math.ceil(Math.max(Math.min(timeoutMs, leftMs), 1)))
        return fetchOnce(page, AbortSignal.any([gone, timeout]))
      },
      { forMs: retryForMs, signal: gone },
    )
}

/** Whether the gateway did not handle the request; a 500 does not tell. */
function isUnavailable(status: number): boolean {
  return [502, 503, 504].includes(status)
}

const Problem = z.object({ code: z.string() })

async function codeOf(response: Response): Promise<string | undefined> {
  return Problem.safeParse(await response.json().catch(() => null)).data?.code
}

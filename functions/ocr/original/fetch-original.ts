import type { IncomingMessage } from 'node:http'
import { json } from 'node:stream/consumers'
import * as z from 'zod'
import { retryWhileUnavailable } from '../../shared/errors/retry-while-unavailable.ts'
import { UnavailableError } from '../../shared/errors/unavailable-error.ts'
import type { PageByReference } from '../../shared/events/contract/contract.ts'
import { digestOf } from '../../shared/events/contract/digest.ts'
import { PermanentError } from '../../shared/events/permanent-error.ts'
import { toAuthorization } from '../../shared/http/internal-token.ts'
import { sendRequest } from '../../shared/http/send-request.ts'
import { pdfMediaType } from '../../shared/pdf/media-type.ts'
import type { PdfSource } from '../../shared/pdf/open-pdf.ts'
import { PdfError } from '../../shared/pdf/protocol.ts'
import type { Original } from './original.ts'

export interface OriginalsOptions {
  /** ORIGINALS_URL, the base of `dataref`. */
  url: string
  /** INTERNAL_TOKEN, sent to ORIGINALS_URL only: redirects are not followed. */
  token?: string | undefined
  /** MAX_IMAGE_BYTES. */
  maxBytes: number
  /** MAX_PDF_BYTES. */
  maxPdfBytes: number
  /** Limit for one response with its body. */
  timeoutMs?: number
  /**
   * How long to retry an unavailable gateway. Together with the time to read a picture, less than a delivery may take;
   * a PDF that is slow to open and to render may exceed it after an outage, and its page is then read twice.
   */
  retryForMs?: number
}

/**
 * Fetches a page's original and verifies its digest; null if it was deleted. Resolves with `known`, which has this
 * digest, if the original still exists. Throws UnavailableError if the gateway is unavailable or `gone` aborts,
 * PermanentError for an original that is too large, and any other error if a retry may succeed. Of a PDF, what a page
 * needs is fetched as it is read, and the gateway's digest is compared: it checks what it has stored. A PDF that cannot
 * be opened is a PdfError, not thrown: each of its pages fails.
 */
export type FetchOriginal = (
  page: PageByReference,
  gone: AbortSignal,
  known?: Original,
) => Promise<Original | null>

export function createFetchOriginal(options: OriginalsOptions): FetchOriginal {
  const { url, token, timeoutMs = 30_000, retryForMs = 100_000 } = options
  const headers = { ...toAuthorization(token), 'accept-encoding': 'identity' }

  function get(address: URL, more: Record<string, string> | undefined, signal: AbortSignal) {
    return sendRequest(address, { headers: { ...headers, ...more }, signal }).catch((cause) => {
      throw new UnavailableError('ORIGINALS_URL did not answer', { cause })
    })
  }

  async function fetchOnce(
    page: PageByReference,
    known: Original | undefined,
    signal: AbortSignal,
  ) {
    const address = new URL(page.dataref, url)
    address.searchParams.set('page', String(page.pagenumber))
    const ifChanged = known && { 'if-none-match': `"${page.originaldigest}"` }
    const response = await get(address, ifChanged, signal)
    const { statusCode: status = 0 } = response
    try {
      if (status === 200) return await readOriginal(response, page.originaldigest, address)
      if (status === 304 && known) return known
      if (status === 410 && (await codeOf(response)) === 'deleted') return null
      const message = `ORIGINALS_URL answered ${status}`
      throw isUnavailable(status) ? new UnavailableError(message) : new Error(message)
    } finally {
      // Closes the connection, unless the body was read to its end.
      response.destroy()
    }
  }

  /** A broken transfer counts as an attempt: it may be this original that breaks it each time. */
  async function readOriginal(
    response: IncomingMessage,
    digest: string,
    address: URL,
  ): Promise<Original> {
    const length = Number(response.headers['content-length'] ?? Number.NaN)
    if (!Number.isInteger(length)) throw new Error('Expected ORIGINALS_URL to send Content-Length')
    const isPdf = response.headers['content-type'] === pdfMediaType
    const maxBytes = isPdf ? options.maxPdfBytes : options.maxBytes
    if (length > maxBytes) {
      throw new PermanentError(`Expected an original of at most ${maxBytes} bytes, got ${length}`)
    }
    if (isPdf) {
      requireEtag(response, digest)
      // The rest of this response is not needed.
      response.destroy()
      return openPdf(length, (from, to) => readPart(address, digest, { from, to }))
    }
    const original = await collect(response, length)
    requireDigest(digest, digestOf(original))
    return original
  }

  async function* readPart(address: URL, digest: string, part: Part) {
    const fetchThis = () => fetchPart(address, digest, part)
    yield await retryWhileUnavailable(fetchThis, { forMs: timeoutMs })
  }

  async function fetchPart(address: URL, digest: string, { from, to }: Part) {
    const range = `bytes=${from}-${to - 1}`
    const response = await get(address, { range }, AbortSignal.timeout(timeoutMs))
    try {
      const { statusCode: status = 0 } = response
      const message = `ORIGINALS_URL answered a range with ${status}`
      if (isUnavailable(status)) throw new UnavailableError(message)
      if (status !== 206) throw new Error(message)
      requireEtag(response, digest)
      return await collect(response, to - from)
    } finally {
      response.destroy()
    }
  }

  return (page, gone, known) =>
    retryWhileUnavailable(
      (leftMs) => {
        const timeout = AbortSignal.timeout(Math.ceil(Math.max(Math.min(timeoutMs, leftMs), 1)))
        return fetchOnce(page, known, AbortSignal.any([gone, timeout]))
      },
      { forMs: retryForMs, signal: gone },
    )
}

interface Part {
  from: number
  to: number
}

/** Throws if a response is of another original. */
function requireEtag({ headers }: IncomingMessage, digest: string): void {
  requireDigest(digest, headers.etag?.slice(1, -1))
}

function requireDigest(digest: string, found = 'none'): void {
  if (found === digest) return
  throw new Error(`Expected an original of digest ${digest}, got ${found}`)
}

async function collect(chunks: AsyncIterable<Uint8Array>, length: number): Promise<Uint8Array> {
  const all = new Uint8Array(length)
  let at = 0
  for await (const chunk of chunks) {
    all.set(chunk, at)
    at += chunk.byteLength
  }
  if (at < length) throw new Error(`Expected ${length} bytes of ORIGINALS_URL, got ${at}`)
  return all
}

/** Loaded with the first PDF: a cold start for a picture does not wait for it. */
async function openPdf(length: number, read: PdfSource['read']): Promise<Original> {
  const pdf = await import('../../shared/pdf/open-pdf.ts')
  return pdf.openPdf({ read, length }).catch((error) => {
    if (error instanceof PdfError) return error
    throw error
  })
}

/**
 * Whether the gateway did not handle the request; a 500 does not tell. 401, too: a new internal token has not reached
 * both sides, which says nothing about the page.
 */
function isUnavailable(status: number): boolean {
  return [401, 502, 503, 504].includes(status)
}

const Problem = z.object({ code: z.string() })

async function codeOf(response: IncomingMessage): Promise<string | undefined> {
  return Problem.safeParse(await json(response).catch(() => null)).data?.code
}

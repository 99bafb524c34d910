import { createServer, type RequestListener, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test, vi } from 'vitest'
import { UnavailableError } from '../../shared/errors/unavailable-error.ts'
import { toPageSubmitted } from '../../shared/events/contract/contract.ts'
import { digestOf } from '../../shared/events/contract/digest.ts'
import { PermanentError } from '../../shared/events/permanent-error.ts'
import type { PdfDocument } from '../../shared/pdf/open-pdf.ts'
import { pdfOf } from '../../shared/pdf/pdf.fixture.ts'
import { PdfError } from '../../shared/pdf/protocol.ts'
import { createFetchOriginal, type OriginalsOptions } from './fetch-original.ts'

const documentId = '01938b0e-7a4c-7d3e-8f21-5b6c7d8e9fa0'
const original = Uint8Array.from({ length: 1000 }, (_, index) => index)
const page = toPageSubmitted({
  ...{ documentId, page: 2, try: 1, language: 'eng', digest: digestOf(original) },
})
const { signal: neverGone } = new AbortController()

/** Server that answers each request by the next listener; the last one repeats. */
async function serveOriginals(...listeners: RequestListener[]) {
  const requests: { path: string | undefined; authorization: string | undefined }[] = []
  const server = createServer((req, res) => {
    const listener = listeners[Math.min(requests.length, listeners.length - 1)]
    requests.push({ path: req.url, authorization: req.headers.authorization })
    listener?.(req, res)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close().closeAllConnections())
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const fetchOriginal = (
    { known, ...options }: Partial<OriginalsOptions> & { known?: Uint8Array } = {},
    gone = neverGone,
  ) =>
    createFetchOriginal({
      ...{ url: `${origin}/internal/`, token: 'abc', timeoutMs: 5000 },
      ...{ maxBytes: 1000, maxPdfBytes: 2000 },
      ...options,
    })(page, gone, known)
  return { origin, requests, fetchOriginal }
}

const answer =
  (status: number, body: Uint8Array | string = '', headers: Record<string, string> = {}) =>
  (_: unknown, res: ServerResponse) =>
    res.writeHead(status, headers).end(body)
const complete = (body: Uint8Array = original) =>
  answer(200, body, { 'content-length': String(body.byteLength) })
const deleted = answer(410, JSON.stringify({ code: 'deleted' }))

test('an original is fetched from ORIGINALS_URL with the token', async () => {
  const { fetchOriginal, requests } = await serveOriginals(complete())

  expect(await fetchOriginal()).toEqual(original)
  expect(requests).toEqual([
    { path: `/internal/documents/${documentId}/originals/2?page=2`, authorization: 'Bearer abc' },
  ])
})

test('a known original is not sent again', async () => {
  const { fetchOriginal } = await serveOriginals((req, res) => {
    const isKnown = req.headers['if-none-match'] === `"${digestOf(original)}"`
    answer(isKnown ? 304 : 500)(req, res)
  })
  const known = original.slice()

  expect(await fetchOriginal({ known })).toBe(known)
})

/** Answers with a PDF, or the range of it that is requested. */
function pdfAnswer(pdf: Uint8Array, digest = digestOf(pdf)): RequestListener {
  return (req, res) => {
    const [, from, last] = /^bytes=(\d+)-(\d+)$/.exec(req.headers.range ?? '') ?? []
    const body = last === undefined ? pdf : pdf.subarray(Number(from), Number(last) + 1)
    const headers = { 'content-type': 'application/pdf', 'content-length': String(body.length) }
    answer(last === undefined ? 200 : 206, body, { ...headers, etag: `"${digest}"` })(req, res)
  }
}

/** A PDF that is served by these listeners, the last one for all its ranges. */
async function fetchPdf(pdf: Uint8Array, ...listeners: RequestListener[]) {
  const { origin } = await serveOriginals(...listeners)
  const options = { url: origin, timeoutMs: 2000, maxBytes: 0, maxPdfBytes: 10 * mebibyte }
  const found = await createFetchOriginal(options)(
    { ...page, originaldigest: digestOf(pdf) },
    neverGone,
  )
  if (found === null || found instanceof Uint8Array || found instanceof PdfError) return found
  onTestFinished(found.close)
  return found
}

const mebibyte = 1024 * 1024
const pdf = pdfOf([{ size: [72, 72], content: `${'%'.repeat(3 * mebibyte)}\n` }, {}])
const another = digestOf(original)

test('a PDF is opened, and what its pages need is fetched', async () => {
  const opened = await fetchPdf(pdf, pdfAnswer(pdf))

  expect(opened).toMatchObject({ pageCount: 2 })
  expect(await (opened as PdfDocument).render(1)).toMatchObject({ width: 300, height: 300 })
})

test('a PDF that cannot be opened is the reason why', async () => {
  const broken = Buffer.from('%PDF-1.7\nbroken')

  expect(await fetchPdf(broken, pdfAnswer(broken))).toMatchObject({ fault: 'broken' })
})

test.each<[string, RequestListener[]]>([
  ['another digest', [pdfAnswer(pdf, another)]],
  ['another digest of a range', [pdfAnswer(pdf), pdfAnswer(pdf, another)]],
  ['no ranges', [pdfAnswer(pdf), answer(200, pdf, { etag: `"${digestOf(pdf)}"` })]],
  ['fewer bytes in a range', [pdfAnswer(pdf), answer(206, '', { etag: `"${digestOf(pdf)}"` })]],
])('a PDF with %s is a failed attempt', async (_, listeners) => {
  const error = await fetchPdf(pdf, ...listeners).catch((thrown: unknown) => thrown)

  expect(error).toBeInstanceOf(Error)
  expect(error).not.toBeInstanceOf(UnavailableError)
})

test('a gateway that is unavailable for a part of a PDF is retried, and then reported', async () => {
  const whole = pdfAnswer(pdf)
  const opened = await fetchPdf(pdf, whole, whole, whole, answer(503), whole, answer(503))

  await expect((opened as PdfDocument).render(1)).rejects.toThrow(UnavailableError)

  await vi.waitUntil(() => !(opened as PdfDocument).isOpen())
})

test('a deleted original is null', async () => {
  const { fetchOriginal } = await serveOriginals(deleted)

  expect(await fetchOriginal()).toBeNull()
})

test.each<[string, RequestListener]>([
  ['404, as of a wrong address', answer(404)],
  ['410 of another server than the gateway', answer(410, 'Gone')],
  ['500', answer(500)],
  ['204', answer(204)],
  ['other bytes than submitted', complete(original.toReversed())],
  ['fewer bytes', complete(original.subarray(1))],
  ['a body without a length', (_, res) => void res.writeHead(200).write(original)],
  [
    'half of the body, then a disconnect',
    (_, res) => {
      res
        .writeHead(200, { 'content-length': '1000' })
        .write(original.subarray(500), () => res.destroy())
    },
  ],
  [
    'half of the body, then silence',
    (_, res) => void res.writeHead(200, { 'content-length': '1000' }).write(original.subarray(500)),
  ],
])('%s is a failed attempt', async (_, listener) => {
  const { fetchOriginal, requests } = await serveOriginals(listener)

  const error = await fetchOriginal({ timeoutMs: 500 }).catch((thrown: unknown) => thrown)

  expect(error).toBeInstanceOf(Error)
  expect(error).not.toBeInstanceOf(UnavailableError)
  expect(error).not.toBeInstanceOf(PermanentError)
  expect(requests).toHaveLength(1)
})

test('an original beyond the limit fails for good', async () => {
  const { fetchOriginal } = await serveOriginals((_, res) => {
    res.writeHead(200, { 'content-length': '1000' }).write('begun')
  })

  await expect(fetchOriginal({ maxBytes: 999 })).rejects.toThrow(PermanentError)
})

test.each([301, 302, 303, 307, 308])('a redirect by %i is not followed', async (status) => {
  const elsewhere = await serveOriginals(complete())
  const { fetchOriginal } = await serveOriginals(
    answer(status, '', { location: `${elsewhere.origin}/` }),
  )

  await expect(fetchOriginal()).rejects.toThrow(`answered ${status}`)
  expect(elsewhere.requests).toEqual([])
})

test.each<[string, RequestListener]>([
  ['answers 401', answer(401)],
  ['answers 502', answer(502)],
  ['answers 503', answer(503)],
  ['answers 504', answer(504)],
  ['disconnects', (req) => req.socket.destroy()],
  ['never answers', () => {}],
])('a gateway that %s is retried until it responds', async (_, unavailable) => {
  const { fetchOriginal, requests } = await serveOriginals(unavailable, unavailable, complete())

  expect(await fetchOriginal({ timeoutMs: 500 })).toEqual(original)
  expect(requests).toHaveLength(3)
})

test('a gateway that stays unavailable is reported after the retries', async () => {
  const { fetchOriginal, requests } = await serveOriginals(answer(503))

  await expect(fetchOriginal({ retryForMs: 1000 })).rejects.toThrow(UnavailableError)
  expect(requests.length).toBeGreaterThan(1)
})

test('a gateway that refuses connections is unavailable', async () => {
  const url = 'http://127.0.0.1:1/internal/'

  const fetching = createFetchOriginal({ url, maxBytes: 1000, maxPdfBytes: 1000, retryForMs: 0 })(
    page,
    neverGone,
  )

  await expect(fetching).rejects.toThrow(UnavailableError)
})

test('fetching stops when the delivery is abandoned', async () => {
  const gone = new AbortController()
  const { fetchOriginal, requests } = await serveOriginals(answer(503))

  const fetching = fetchOriginal({}, gone.signal)
  fetching.catch(() => {})
  await vi.waitUntil(() => requests.length > 0)
  gone.abort()

  await expect(fetching).rejects.toThrow(UnavailableError)
})

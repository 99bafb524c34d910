import type { RequestListener } from 'node:http'
import { expect, onTestFinished, test, vi } from 'vitest'
import { UnavailableError } from '../../shared/errors/unavailable-error.ts'
import { digestOf } from '../../shared/events/contract/digest.ts'
import type { PdfDocument } from '../../shared/pdf/open-pdf.ts'
import { pdfOf } from '../../shared/pdf/pdf.fixture.ts'
import { PdfError } from '../../shared/pdf/protocol.ts'
import { createFetchOriginal } from './fetch-original.ts'
import { answer, neverGone, original, page, serveOriginals } from './serve-originals.fixture.ts'

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

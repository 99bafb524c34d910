import { expect, test } from 'vitest'
import { pdfOf } from '../../shared/pdf/pdf.fixture.ts'
import { type InspectPdfOptions, inspectPdf } from './inspect-pdf.ts'

const pdf = pdfOf([{}])
const limits = { MAX_PIXELS: 1_000_000, MAX_SIDE: 5000, MAX_DOCUMENT_PAGES: 5 }
const { signal: neverGone } = new AbortController()

/** Inspects an upload; `onRead` is called when its bytes are asked for. */
function inspectUpload(options: Partial<InspectPdfOptions> = {}, onRead = () => {}) {
  const read = (from: number, to: number) => {
    onRead()
    return pdf.subarray(from, to)
  }
  const original = { bytes: pdf.length, digest: '', read }
  const unlimited = { password: undefined, maxBytes: 1_000_000, gone: neverGone }
  return inspectPdf(original, { limits, ...unlimited, ...options })
}

test('a PDF whose client has disconnected is not read', async () => {
  const inspecting = inspectUpload({ gone: AbortSignal.abort() }, () => expect.fail('Read'))

  await expect(inspecting).rejects.toMatchObject({ code: 'unfinished-upload' })
})

test('a PDF whose client disconnects meanwhile is given up', async () => {
  const client = new AbortController()

  const inspecting = inspectUpload({ gone: client.signal }, () => client.abort())

  await expect(inspecting).rejects.toMatchObject({ code: 'unfinished-upload' })
})

test('a PDF has one time limit in all', async () => {
  const inspecting = inspectUpload({ timeoutMs: 1 })

  await expect(inspecting).rejects.toMatchObject({
    code: 'unreadable-pdf',
    message: expect.stringContaining('time limit'),
  })
})

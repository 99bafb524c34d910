import { expect, test } from 'vitest'
import { pdfOf } from '../../../shared/pdf/pdf.fixture.ts'
import { openGateway } from '../../gateway.fixture.ts'

export const bytes = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'))
export const zeros = (count: number) => new Uint8Array(count)
export const pdf = (...args: Parameters<typeof pdfOf>) => new Uint8Array(pdfOf(...args))

const limits = {
  ...{ MAX_IMAGE_BYTES: 2000, MAX_PDF_BYTES: 2500, MAX_UPLOAD_BYTES: 3000 },
  ...{ MAX_PAGES: 2, MAX_DOCUMENT_PAGES: 2 },
}

type Upload = [name: string, init: () => RequestInit | Promise<RequestInit>, detail: RegExp]

/** Each upload is rejected with this problem, and nothing of it is stored. */
export function testRejected(status: number, code: string, uploads: Upload[]): void {
  test.each(uploads)(
    `%s is rejected as ${code}, and nothing is stored`,
    async (_, init, detail) => {
      const { request, store, sent } = openGateway({
        settings: { ...limits, OCR_LANGUAGES: ['eng', 'deu'] },
      })

      const response = await request('/v1/documents', await init())

      expect(await response.json()).toMatchObject({
        status,
        code,
        detail: expect.stringMatching(detail),
      })
      expect(response.status).toBe(status)
      expect(response.headers.get('content-type')).toBe('application/problem+json')
      expect((await store.documents({ limit: 10 })).documents).toEqual([])
      expect(sent).toEqual([])
    },
  )
}

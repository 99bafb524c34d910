import { readFileSync } from 'node:fs'
import { pino } from 'pino'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { pdfOf } from '../../shared/pdf/pdf.fixture.ts'
import { imageOf } from '../../shared/store/contract/examples.fixture.ts'
import { accepted, form, openGateway, png } from '../gateway.fixture.ts'

describe('a PDF with a password', () => {
  const lines = ['Secret']
  const encrypted = new Uint8Array(pdfOf([{ lines }, { lines }], 'kept private'))
  const post = (gateway: ReturnType<typeof openGateway>, headers: Record<string, string> = {}) =>
    gateway.request('/v1/documents', {
      ...form(['password', 'kept private'], ['file', encrypted, 'secret.pdf']),
      headers,
    })

  test('is saved without it, and shown', async () => {
    const gateway = openGateway()

    const { id, pageCount } = await accepted(await post(gateway))

    const saved = Buffer.from((await imageOf(gateway.store, id, 1)) ?? [])
    expect(pageCount).toBe(2)
    expect(saved.subarray(0, 5).toString()).toBe('%PDF-')
    expect(saved.includes('/Encrypt')).toBe(false)
    const preview = await gateway.request(`/v1/documents/${id}/pages/2/preview`)
    const { channels } = await sharp(await preview.arrayBuffer()).stats()
    expect(channels[0]?.mean).toBeLessThan(255)
  })

  test('is rejected if it is too large without it, alone or with the other files', async () => {
    // PDFium writes 0.1 for .1, so that the copy is larger.
    const entries = `/Numbers [${'.1 '.repeat(1000)}]`
    const file = new Uint8Array(pdfOf([{ entries }], 'kept private'))
    const picture = await png()
    const upload = (settings: { MAX_PDF_BYTES?: number; MAX_UPLOAD_BYTES?: number } = {}) => {
      const gateway = openGateway({ settings })
      const body = form(['password', 'kept private'], ['file', file], ['file', picture])
      return { ...gateway, response: gateway.request('/v1/documents', body) }
    }
    const ample = upload()
    const { id } = await accepted(await ample.response)
    const copy = (await imageOf(ample.store, id, 1))?.length ?? expect.fail('Expected a copy')
    const total = copy + picture.length

    const rejected = [{ MAX_PDF_BYTES: copy - 1 }, { MAX_UPLOAD_BYTES: total - 1 }].map(upload)

    expect(copy).toBeGreaterThan(file.length + 500)
    for (const { response } of rejected) {
      expect((await response).status).toBe(413)
      expect(await (await response).text()).toContain('without its encryption')
    }
    expect((await upload({ MAX_UPLOAD_BYTES: total }).response).status).toBe(202)
  })

  test('leaves no password in the logs, the events or the store', async () => {
    const logged: string[] = []
    const logger = pino({ level: 'trace' }, { write: (line) => void logged.push(line) })
    const gateway = openGateway({ logger })

    await post(gateway)

    expect(logged.length).toBeGreaterThan(0)
    expect(JSON.stringify([logged, gateway.sent])).not.toContain('kept private')
    for (const file of [gateway.storeFile, `${gateway.storeFile}-wal`]) {
      expect(readFileSync(file).includes('kept private')).toBe(false)
    }
  })

  test('is the same upload with the same key', async () => {
    const gateway = openGateway()
    const headers = { 'idempotency-key': 'secret' }

    const [first, again] = [await post(gateway, headers), await post(gateway, headers)]

    expect(await accepted(again)).toEqual(await accepted(first))
  })
})

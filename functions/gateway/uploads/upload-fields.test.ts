import { describe, expect, test } from 'vitest'
import { accepted, openGateway, png, raw } from '../gateway.fixture.ts'

const bytes = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'))
const disposition = 'Content-Disposition: form-data; name="image"; filename="a.png"'

describe('an accepted upload', () => {
  test('may have its fields in the query with a raw body', async () => {
    const { request, store } = openGateway({ settings: { OCR_LANGUAGES: ['eng', 'deu'] } })
    const batch = '0192f0c1-2345-7abc-8def-0123456789ab'

    const response = await request(
      `/v1/documents?language=eng%2Bdeu&batch=${batch}&filename=..%2F..%2Fetc%2Fa%00b.png`,
      raw(await png()),
    )

    const { id } = await accepted(response)
    expect(await store.document(id)).toMatchObject({
      language: 'eng+deu',
      batch,
      filename: 'ab.png',
    })
  })

  test('may have two languages joined by an unescaped +', async () => {
    const { request, store } = openGateway({ settings: { OCR_LANGUAGES: ['eng', 'deu'] } })

    const response = await request('/v1/documents?language=eng+deu', raw(await png()))

    const { id } = await accepted(response)
    expect(await store.document(id)).toMatchObject({ language: 'eng+deu' })
  })

  test('may have its file name in Content-Disposition', async () => {
    const { request, store } = openGateway()
    const header = "attachment; filename*=UTF-8''C%3A%5Cscans%5C%C3%A4.png"

    const response = await request(
      '/v1/documents',
      raw(await png(), { 'content-disposition': header }),
    )

    const { id } = await accepted(response)
    expect(await store.document(id)).toMatchObject({ filename: 'ä.png' })
  })

  test('may have a file name in another charset, after a preamble', async () => {
    const { request, store } = openGateway()
    const image = Buffer.from(await png()).toString('latin1')
    const named = disposition.replace('a.png', 'M\xfcller %22a%22.png')
    const body = bytes(`\r\nFor old programs\r\n--b\r\n${named}\r\n\r\n${image}\r\n--b--`)

    const inForm = await request('/v1/documents', {
      ...raw(body),
      headers: { 'content-type': 'multipart/form-data; boundary=b' },
    })
    const inHeader = await request(
      '/v1/documents',
      raw(await png(), { 'content-disposition': 'attachment; filename="M\xfcller.png"' }),
    )

    const ids = [await accepted(inForm), await accepted(inHeader)].map(({ id }) => id)
    const documents = await Promise.all(ids.map((id) => store.document(id)))
    expect(documents.map((document) => document?.filename)).toEqual([
      'Müller "a".png',
      'Müller.png',
    ])
  })

  test('may declare identity encodings', async () => {
    const { request } = openGateway()
    const headers = { 'content-encoding': 'identity', 'content-transfer-encoding': 'Binary' }

    const response = await request('/v1/documents', raw(await png(), headers))

    expect(response.status).toBe(202)
  })

  test('may arrive in chunks of one byte, with an epilogue', async () => {
    const { request } = openGateway()
    const image = Buffer.from(await png()).toString('latin1')
    const body = bytes(`--b\r\n${disposition}\r\n\r\n${image}\r\n--b--\r\n`)
    const byteByByte = new ReadableStream({
      start: (controller) => {
        for (const byte of body) controller.enqueue(new Uint8Array([byte]))
        controller.close()
      },
    })

    const response = await request('/v1/documents', {
      ...raw(byteByByte),
      headers: { 'content-type': 'multipart/form-data; boundary=b' },
    })

    expect(response.status).toBe(202)
  })
})

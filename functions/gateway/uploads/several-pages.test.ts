import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { digestOf } from '../../shared/events/contract/digest.ts'
import { pdfOf } from '../../shared/pdf/pdf.fixture.ts'
import { imageOf } from '../../shared/store/contract/examples.fixture.ts'
import { accepted, form, openGateway, png, raw, twoPageTiff } from '../gateway.fixture.ts'

/** Pages of 40 × 20 px at 300 dpi: white, and black. */
const size: [number, number] = [9.6, 4.8]
const twoPagePdf = async () =>
  new Uint8Array(pdfOf([{ size }, { size, content: '0 0 9.6 4.8 re f' }]))

/** Mean of a picture's channels. */
async function levelOf(response: Response): Promise<number> {
  const { channels } = await sharp(await response.arrayBuffer()).stats()
  return channels[0]?.mean ?? Number.NaN
}

describe.each([
  ['TIFF', twoPageTiff, 'image/tiff'],
  ['PDF', twoPagePdf, 'application/pdf'],
])('a %s of two pages', (_, make, mediaType) => {
  async function upload() {
    const gateway = openGateway({ internalToken: 'internal' })
    const file = await make()
    const response = await gateway.request(
      '/v1/documents',
      form(['image', await png()], ['file', file, 'scans'], ['image', await png('#f00')]),
    )
    const { id, pageCount } = await accepted(response)
    return { ...gateway, file, id, pageCount, path: `/v1/documents/${id}` }
  }

  test('becomes two pages between others, with an event each that refers to the one original', async () => {
    const { id, pageCount, sent, store, file } = await upload()

    expect(pageCount).toBe(4)
    const events = sent.toSorted((a, b) => Number(a.pagenumber) - Number(b.pagenumber))
    expect(events.map(({ dataref }) => dataref)).toEqual(
      [1, 2, 2, 4].map((number) => `documents/${id}/originals/${number}`),
    )
    expect(events.map(({ originalpage }) => originalpage)).toEqual([undefined, 1, 2, undefined])
    expect(events[2]).toMatchObject({ originaldigest: digestOf(file), subject: `${id}/3` })
    const document = await store.document(id)
    expect(document?.pages.map(({ width, height }) => [width, height])).toEqual(
      Array(4).fill([40, 20]),
    )
  })

  test('is served to ocr by each dataref', async () => {
    const { request, sent, file } = await upload()

    for (const { dataref, originalpage } of sent) {
      if (originalpage === undefined) continue
      const headers = { authorization: 'Bearer internal' }
      const response = await request(`/internal/${dataref}`, { headers })
      expect(response.headers.get('content-type')).toBe(mediaType)
      expect(new Uint8Array(await response.arrayBuffer())).toEqual(file)
    }
  })

  test('shows each page, and the whole file', async () => {
    const { request, path, file } = await upload()

    const previews = await Promise.all(
      [2, 3].map((page) => request(`${path}/pages/${page}/preview`)),
    )
    const whole = await request(`${path}/pages/3/image`)

    expect(await levelOf(previews[0] ?? expect.fail())).toBeGreaterThan(250)
    expect(await levelOf(previews[1] ?? expect.fail())).toBeLessThan(5)
    expect(whole.headers.get('content-type')).toBe(mediaType)
    expect(new Uint8Array(await whole.arrayBuffer())).toEqual(file)
  })

  test('is deleted as a whole', async () => {
    const { request, path, id, store } = await upload()

    await request(path, { method: 'DELETE' })

    expect(await imageOf(store, id, 2)).toBeNull()
    expect(await imageOf(store, id, 3)).toBeNull()
  })

  test('is redriven page by page', async () => {
    const { request, path, id, store, sent } = await upload()
    const error = { code: 'timeout', detail: '' } as const
    await store.applyResult({ documentId: id, page: 3, try: 1, status: 'failed', error })

    await request(`${path}/redrive`, { method: 'POST' })

    expect(sent.at(-1)).toMatchObject({
      ...{ id: `${id}.3.2`, pagenumber: 3, originalpage: 2 },
      dataref: `documents/${id}/originals/2`,
    })
  })

  test('is the same upload with the same key, and another one without one of its pages', async () => {
    const { request } = openGateway()
    const headers = { 'idempotency-key': 'scans' }
    const file = await make()
    const post = (body: Uint8Array<ArrayBuffer>) => request('/v1/documents', raw(body, headers))

    const [first, again, other] = [await post(file), await post(file), await post(await png())]

    expect(await accepted(again)).toEqual(await accepted(first))
    expect(other.status).toBe(422)
  })
})

test('a TIFF of one page has no originalpage', async () => {
  const { request, sent } = openGateway()
  const tiff = await sharp(await png())
    .tiff()
    .toBuffer()

  await request('/v1/documents', raw(new Uint8Array(tiff)))

  expect(sent).toHaveLength(1)
  expect(sent[0]).not.toHaveProperty('originalpage')
})

test('a PDF whose client has disconnected is not saved', async () => {
  const { request, store } = openGateway()

  const response = await request('/v1/documents', {
    ...raw(await twoPagePdf()),
    signal: AbortSignal.abort(),
  })

  expect(await response.json()).toMatchObject({ code: 'unfinished-upload' })
  expect((await store.documents({ limit: 1 })).documents).toEqual([])
})

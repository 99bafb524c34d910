import { readFile } from 'node:fs/promises'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { digestOf } from '../../shared/events/contract/digest.ts'
import { bmpOf } from '../../shared/pictures/foreign/bmp.fixture.ts'
import { turned } from '../../shared/pictures/foreign/turned.fixture.ts'
import {
  accepted,
  animatedGif,
  avif,
  form,
  jpeg,
  openGateway,
  png,
  raw,
  tiff,
  webp,
} from '../gateway.fixture.ts'

const bmp = () =>
  Uint8Array.from(bmpOf(Buffer.alloc(40 * 20, 255), { width: 40, height: 20, bits: 24 }))
const heicFolder = new URL('../../shared/pictures/foreign/', import.meta.url)

describe('an accepted upload', () => {
  test('has the pages of its parts named image or file, in order', async () => {
    const { request, sent } = openGateway()

    const response = await request(
      '/v1/documents',
      form(['file', await png(), 'a.png'], ['image', await jpeg()], ['file', await png()]),
    )

    expect(response.status).toBe(202)
    expect((await accepted(response)).pageCount).toBe(3)
    const pages = sent.toSorted((a, b) => Number(a.pagenumber) - Number(b.pagenumber))
    const digests = [await png(), await jpeg(), await png()].map(digestOf)
    expect(pages.map((event) => event.originaldigest)).toEqual(digests)
  })

  test('is saved, appended to the log, and answered 202', async () => {
    const { request, store, sent } = openGateway()

    const response = await request(
      '/v1/documents',
      form(['image', await png('#fff'), 'scan.png'], ['image', await jpeg()], ['language', 'eng']),
    )

    expect(response.status).toBe(202)
    const { id, status, pageCount } = await accepted(response)
    expect({ status, pageCount }).toEqual({ status: 'queued', pageCount: 2 })
    expect(response.headers.get('location')).toBe(`/v1/documents/${id}`)
    expect(await store.document(id)).toMatchObject({ filename: 'scan.png', language: 'eng' })
    expect(await store.unappendedPages(id)).toEqual([])
    expect(sent.map((event) => event.id).sort()).toEqual([`${id}.1.1`, `${id}.2.1`])
    expect(sent.find((event) => event.pagenumber === 2)).toMatchObject({
      language: 'eng',
      dataref: `documents/${id}/originals/2`,
      originaldigest: digestOf(await jpeg()),
    })
  })

  test.each([
    ['PNG', () => png(), 'image/png'],
    ['JPEG', () => jpeg(), 'image/jpeg'],
    ['WebP', () => webp(), 'image/webp'],
    ['animated GIF', () => animatedGif(), 'image/gif'],
    ['TIFF of one page', () => tiff(), 'image/tiff'],
    ['AVIF', () => avif(), 'image/avif'],
    ['BMP', () => bmp(), 'image/bmp'],
  ])('may be a %s, with any declared media type', async (_, make, mediaType) => {
    const { request, store } = openGateway()

    const response = await request(
      '/v1/documents',
      raw(await make(), { 'content-type': 'image/x-unheard-of' }),
    )

    const { id } = await accepted(response)
    expect(response.status).toBe(202)
    expect(await store.original(id, 1)).toMatchObject({ mediaType })
    expect(await store.document(id)).toMatchObject({ pages: [{ width: 40, height: 20 }] })
  })

  test('may be a HEIC, which has a preview, and a picture in the searchable PDF', async () => {
    const { request, store, finish } = openGateway()
    const heic = turned(await readFile(new URL('harbour.heic', heicFolder)), 1)

    const { id } = await accepted(await request('/v1/documents', raw(Uint8Array.from(heic))))
    const submitted = await store.document(id)
    await finish(id)

    expect(await store.original(id, 1)).toMatchObject({ mediaType: 'image/heic' })
    expect(submitted).toMatchObject({ pages: [{ width: 160, height: 480 }] })
    const preview = await request(`/v1/documents/${id}/pages/1/preview?width=320`)
    expect(await sharp(await preview.arrayBuffer()).metadata()).toMatchObject({
      ...{ format: 'webp', width: 160, height: 480 },
    })
    const pdf = await (await request(`/v1/documents/${id}/pdf`)).text()
    expect(pdf).toContain('/Subtype/Image/Width 160/Height 480')
  })

  test('has its dimensions after EXIF rotation', async () => {
    const { request, store } = openGateway()

    const response = await request('/v1/documents', raw(await jpeg(6)))

    const { id } = await accepted(response)
    expect(await store.document(id)).toMatchObject({ pages: [{ width: 20, height: 40 }] })
  })

  test('keeps a valid traceparent', async () => {
    const { submit, sent } = openGateway()
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'

    await submit({ traceparent })
    await submit({ traceparent: 'rubbish' })

    expect(sent[0]?.traceparent).toBe(traceparent)
    expect(sent[1]?.traceparent).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/)
  })
})

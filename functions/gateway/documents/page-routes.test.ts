import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { digestOf } from '../../shared/events/digest.ts'
import { PageWithWords } from '../../shared/http/api.ts'
import { alter } from '../../shared/store/sqlite/store.fixture.ts'
import { accepted, animatedGif, bombPng, jpeg, openGateway, png, raw } from '../gateway.fixture.ts'

async function open(image: Uint8Array<ArrayBuffer>, filename = '') {
  const gateway = openGateway()
  const response = await gateway.request(`/v1/documents?filename=${filename}`, raw(image))
  const { id } = await accepted(response)
  return { ...gateway, id, page: `/v1/documents/${id}/pages/1` }
}

test('a page has words with boxes', async () => {
  const { request, finish, id, page } = await open(await png())
  await finish(id, 'hello')

  const response = await request(page)

  expect(PageWithWords.parse(await response.json())).toMatchObject({
    page: 1,
    words: [{ text: 'hello', box: [1, 2, 3, 4] }],
    wordsOmitted: false,
  })
})

test('a page has the language, engine and model of its recognition', async () => {
  const { request, finish, id, page } = await open(await png())
  await finish(id)

  const response = await request(page)

  const read = { language: 'eng', engine: 'tesseract.js 7.0.0', model: 'fast' }
  expect(PageWithWords.parse(await response.json())).toMatchObject(read)
})

test.each([
  ['/2', 404, 'unknown-page'],
  ['/2/image', 404, 'unknown-page'],
  ['/2/preview', 404, 'unknown-page'],
  ['/0', 400, 'invalid-request'],
  ['/one/image', 400, 'invalid-request'],
  ['/1/preview?width=321', 400, 'invalid-request'],
])('pages%s is a %i', async (path, status, code) => {
  const { request, id } = await open(await png())

  const response = await request(`/v1/documents/${id}/pages${path}`)

  expect(response.status).toBe(status)
  expect(await response.json()).toMatchObject({ code })
})

test('the original is served unmodified, in a sandbox', async () => {
  const image = await jpeg(6)
  const { request, page } = await open(image, encodeURIComponent("it's (ä)\r\n.jpg"))

  const response = await request(`${page}/image`)

  expect(new Uint8Array(await response.arrayBuffer())).toEqual(image)
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'content-type': 'image/jpeg',
    'content-disposition': "inline; filename*=UTF-8''it%27s%20%28%C3%A4%29.jpg",
    'content-security-policy': "sandbox; default-src 'none'",
    'x-content-type-options': 'nosniff',
    'cache-control': 'private, max-age=31536000, immutable',
  })
})

describe('a range of the original', () => {
  const fetchImage = async (headers: Record<string, string>, method = 'GET') => {
    const image = await png()
    const { request, page } = await open(image)
    const etag = (await request(`${page}/image`)).headers.get('etag') ?? ''
    const named = Object.entries(headers).map(([name, value]) => [
      name,
      value.replace('ETAG', etag),
    ])
    const response = await request(`${page}/image`, { method, headers: Object.fromEntries(named) })
    return { image, response }
  }

  test('is a 206 with Content-Range', async () => {
    const { image, response } = await fetchImage({ range: 'bytes=5-9' })

    expect(response.status).toBe(206)
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(image.subarray(5, 10))
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-range': `bytes 5-9/${image.length}`,
      'content-length': '5',
      'content-type': 'image/png',
    })
  })

  test('that begins after the last byte is a 416', async () => {
    const { image, response } = await fetchImage({ range: 'bytes=100000-' })

    expect(response.status).toBe(416)
    expect(response.headers.get('content-range')).toBe(`bytes */${image.length}`)
    expect(await response.json()).toMatchObject({ code: 'range-not-satisfiable' })
  })

  test.each([
    ['one of several is answered with all bytes', { range: 'bytes=0-1,4-5' }, 200],
    [
      'with another ETag in If-Range is answered with all bytes',
      { range: 'bytes=0-1', 'if-range': '"x"' },
      200,
    ],
    [
      'with a date in If-Range is answered with all bytes',
      { range: 'bytes=0-1', 'if-range': new Date(0).toUTCString() },
      200,
    ],
    ['with the current ETag in If-Range is a 206', { range: 'bytes=0-1', 'if-range': 'ETAG' }, 206],
    ['that the client has is a 304', { range: 'bytes=0-1', 'if-none-match': 'ETAG' }, 304],
  ])('%s', async (_, headers, status) => {
    const { image, response } = await fetchImage(headers)

    expect(response.status).toBe(status)
    const length = { 200: image.length, 206: 2, 304: 0 }[status]
    expect((await response.arrayBuffer()).byteLength).toBe(length)
  })

  test('is ignored for HEAD', async () => {
    const { image, response } = await fetchImage({ range: 'bytes=0-1' }, 'HEAD')

    expect(response.status).toBe(200)
    expect(response.headers.get('content-length')).toBe(String(image.length))
  })

  test('is announced by Accept-Ranges', async () => {
    const { image, response } = await fetchImage({}, 'HEAD')

    expect(response.status).toBe(200)
    expect(await response.text()).toBe('')
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'accept-ranges': 'bytes',
      'content-length': String(image.length),
      etag: `"${digestOf(image)}"`,
    })
  })
})

test.each(['image', 'preview'])('an %s with a matching If-None-Match is a 304', async (path) => {
  const { request, page } = await open(await png())
  const first = await request(`${page}/${path}`)
  const etag = first.headers.get('etag') ?? ''

  const second = await request(`${page}/${path}`, {
    headers: { 'if-none-match': `"x", W/${etag}` },
  })

  expect(second.status).toBe(304)
  expect(second.headers.get('etag')).toBe(etag)
  expect(await second.text()).toBe('')
})

test.each([
  ["UPDATE chunks SET bytes = x'00'", '/pages/1/image'],
  ["UPDATE chunks SET bytes = x'00'", '/pages/1/preview'],
  ["UPDATE texts SET words = '[]'", '/pages/1'],
  ["UPDATE texts SET text = 'other'", ''],
])('after %s, %s is a 500 damaged', async (sql, path) => {
  const { request, finish, id, storeFile } = await open(await png())
  await finish(id)
  alter(storeFile, sql)

  const response = await request(`/v1/documents/${id}${path}`)

  expect(response.status).toBe(500)
  expect(await response.json()).toMatchObject({ code: 'damaged' })
})

describe('a preview', () => {
  const preview = async (image: Uint8Array<ArrayBuffer>, width: 320 | 1600) => {
    const { request, page } = await open(image)
    const response = await request(`${page}/preview?width=${width}`)
    expect(response.headers.get('content-type')).toBe('image/webp')
    return sharp(await response.arrayBuffer()).metadata()
  }

  test.each([320, 1600] as const)('is %i px wide', async (width) => {
    expect(await preview(await png('#fff', 2000), width)).toMatchObject({ format: 'webp', width })
  })

  test('is not enlarged', async () => {
    expect(await preview(await png(), 1600)).toMatchObject({ width: 40, height: 20 })
  })

  test('is upright', async () => {
    expect(await preview(await jpeg(6), 320)).toMatchObject({ width: 20, height: 40 })
  })

  test('has a white background, as in recognition', async () => {
    const clear = sharp({ create: { width: 9, height: 9, channels: 4, background: '#0000' } })
    const { request, page } = await open(new Uint8Array(await clear.png().toBuffer()))

    const response = await request(`${page}/preview`)

    const { channels } = await sharp(await response.arrayBuffer()).stats()
    expect(channels.map(({ min }) => min)).toEqual([255, 255, 255])
  })

  test('shows the first frame', async () => {
    const { pages } = await preview(await animatedGif(), 320)

    expect(pages ?? 1).toBe(1)
  })

  test('of a corrupt image is a 422', async () => {
    const { request, page } = await open(bombPng(300, 300))

    const response = await request(`${page}/preview`)

    expect(response.status).toBe(422)
    expect(await response.json()).toMatchObject({ code: 'unreadable-image' })
  })
})

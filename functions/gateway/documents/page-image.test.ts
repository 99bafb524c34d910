import { describe, expect, test } from 'vitest'
import { digestOf } from '../../shared/events/contract/digest.ts'
import { accepted, form, jpeg, openGateway, png } from '../gateway.fixture.ts'
import { openUploaded } from './uploaded-page.fixture.ts'

test('the original is served unmodified, in a sandbox', async () => {
  const image = await jpeg(6)
  const { request, page } = await openUploaded(image, encodeURIComponent("it's (ä)\r\n.jpg"))

  const response = await request(`${page}/image`)

  expect(new Uint8Array(await response.arrayBuffer())).toEqual(image)
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'content-type': 'image/jpeg',
    'content-disposition': `inline; filename="it's (_).jpg"; filename*=UTF-8''it%27s%20%28%C3%A4%29.jpg`,
    'content-security-policy': "sandbox; default-src 'none'",
    'x-content-type-options': 'nosniff',
    'cache-control': 'private, max-age=31536000, immutable',
  })
})

test('a later file does not have the name of the first one', async () => {
  const { request } = openGateway()
  const upload = await request(
    '/v1/documents',
    form(['image', await jpeg()], ['image', await png()]),
  )
  const { id } = await accepted(upload)

  const response = await request(`/v1/documents/${id}/pages/2/image`)

  expect(response.headers.get('content-disposition')).toBe(`inline; filename="${id}-2.png"`)
})

describe('a range of the original', () => {
  const fetchImage = async (headers: Record<string, string>, method = 'GET') => {
    const image = await png()
    const { request, page } = await openUploaded(image)
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
  const { request, page } = await openUploaded(await png())
  const first = await request(`${page}/${path}`)
  const etag = first.headers.get('etag') ?? ''

  const second = await request(`${page}/${path}`, {
    headers: { 'if-none-match': `"x", W/${etag}` },
  })

  expect(second.status).toBe(304)
  expect(second.headers.get('etag')).toBe(etag)
  expect(await second.text()).toBe('')
})

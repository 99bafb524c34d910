import { expect, test } from 'vitest'
import { bombPng, form, openGateway, png, raw, twoPageTiff } from '../gateway.fixture.ts'

const bytes = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'))
const multipart = (body: string, boundary = 'b') => ({
  ...raw(bytes(body)),
  headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
})
const disposition = 'Content-Disposition: form-data; name="image"; filename="a.png"'

const small = { MAX_IMAGE_BYTES: 2000, MAX_PAGES: 2, MAX_UPLOAD_BYTES: 3000 }
const zeros = (count: number) => new Uint8Array(count)
const endless = () => new ReadableStream({ pull: (controller) => controller.enqueue(zeros(500)) })

test.each<[string, () => RequestInit | Promise<RequestInit>, number, string, RegExp]>([
  ['an image over the limit', () => raw(zeros(2001)), 413, 'too-large', /2000/],
  ['an endless body', () => raw(endless()), 413, 'too-large', /2000/],
  [
    'a Content-Length over the limit',
    () => raw(zeros(1), { 'content-length': '2001' }),
    413,
    'too-large',
    /2000/,
  ],
  [
    'an image over the limit in a form',
    () => form(['image', zeros(2001)]),
    413,
    'too-large',
    /2000/,
  ],
  [
    'images over the limit in total',
    () => form(['image', zeros(1600)], ['image', zeros(1600)]),
    413,
    'too-large',
    /3000/,
  ],
  [
    'too many pages',
    () => form(['image', zeros(1)], ['image', zeros(1)], ['image', zeros(1)]),
    413,
    'too-many-pages',
    /2 pages/,
  ],
  [
    'too many parts',
    () =>
      form(
        ...Array.from(
          { length: 99 },
          () => ['image', zeros(1)] as [string, Uint8Array<ArrayBuffer>],
        ),
      ),
    413,
    'too-many-pages',
    /2 pages/,
  ],
  ['too many pixels', () => raw(bombPng(10_000, 10_001)), 413, 'too-many-pixels', /10000 × 10001/],
  ['too long a side', () => raw(bombPng(30_001, 5)), 413, 'too-many-pixels', /30000 px a side/],
  ['a PDF', () => raw(bytes('%PDF-1.7')), 415, 'unsupported-image', /PDF/],
  ['an SVG', () => raw(bytes('\n<svg xmlns="')), 415, 'unsupported-image', /SVG/],
  ['a BMP', () => raw(bytes('BM1234')), 415, 'unsupported-image', /BMP/],
  ['an AVIF', () => raw(bytes('\0\0\0\x1cftypavif')), 415, 'unsupported-image', /AVIF/],
  ['a HEIC', () => raw(bytes('\0\0\0\x1cftypheic')), 415, 'unsupported-image', /HEIC/],
  ['an unknown format', () => raw(bytes('GIF88a')), 415, 'unsupported-image', /something else/],
  [
    'a TIFF of two pages',
    async () => raw(await twoPageTiff()),
    415,
    'multi-page',
    /one page, got 2/,
  ],
  ['a broken header', async () => raw((await png()).slice(0, 20)), 422, 'unreadable-image', /png/],
  [
    'a broken second page',
    async () => form(['image', await png()], ['image', bytes('\xff\xd8\xff')]),
    422,
    'unreadable-image',
    /^Page 2:/,
  ],
  ['no body', () => ({ method: 'POST' }), 400, 'empty-upload', /empty/],
  ['an empty body', () => raw(zeros(0)), 400, 'empty-upload', /empty/],
  ['an empty image', () => form(['image', zeros(0)]), 400, 'empty-upload', /no bytes/],
  [
    'another media type',
    () => raw('{}', { 'content-type': 'application/json' }),
    415,
    'unsupported-media-type',
    /multipart/,
  ],
  ['no part named image', () => form(['language', 'eng']), 400, 'no-image', /image/],
  [
    'a part with an unknown name',
    () => form(['images', zeros(9)]),
    400,
    'invalid-request',
    /named image/,
  ],
  [
    'two languages',
    () => form(['language', 'eng'], ['language', 'eng']),
    400,
    'invalid-request',
    /one named language/,
  ],
  ['a part named __proto__', () => form(['__proto__', 'x']), 400, 'invalid-request', /named image/],
  [
    'a batch that is not a UUID',
    async () => form(['image', await png()], ['batch', '1']),
    400,
    'invalid-request',
    /batch/,
  ],
  [
    'an unknown language',
    async () => form(['image', await png()], ['language', 'eng+xxx']),
    400,
    'unknown-language',
    /eng, deu/,
  ],
  [
    'a language twice',
    async () => form(['image', await png()], ['language', 'eng+eng']),
    400,
    'unknown-language',
    /eng, deu/,
  ],
  [
    'no boundary',
    () => raw('x', { 'content-type': 'multipart/form-data' }),
    400,
    'malformed-multipart',
    /boundary/,
  ],
  [
    'a boundary that is too long',
    () => multipart('x', 'b'.repeat(71)),
    400,
    'malformed-multipart',
    /boundary/,
  ],
  [
    'another boundary',
    () => multipart(`--c\r\n${disposition}\r\n\r\nx\r\n--c--`),
    400,
    'malformed-multipart',
    /boundary/,
  ],
  [
    'a truncated form',
    () => multipart(`--b\r\n${disposition}\r\n\r\nx`),
    400,
    'malformed-multipart',
    /last boundary/,
  ],
  [
    'a part with unterminated headers',
    () => multipart(`--b\r\n${'x'.repeat(5000)}`),
    400,
    'malformed-multipart',
    /header/,
  ],
  [
    'a part with malformed headers',
    () => multipart(`--b\r\nimage\r\n\r\nx\r\n--b--`),
    400,
    'malformed-multipart',
    /name: value/,
  ],
  [
    'a part without headers',
    () => multipart('--b\r\n\r\nx\r\n--b--'),
    400,
    'invalid-request',
    /named image/,
  ],
  [
    'lines that end in a lone LF',
    () => multipart(`--b\n${disposition}\n\nx\n--b--\n`),
    400,
    'malformed-multipart',
    /CRLF/,
  ],
  [
    'a compressed form',
    () => ({
      ...multipart('x'),
      headers: { ...multipart('x').headers, 'content-encoding': 'GZIP' },
    }),
    415,
    'unsupported-encoding',
    /content-encoding to be identity or absent, got gzip/,
  ],
  [
    'an image with two encodings',
    () => raw('x', { 'content-encoding': 'identity, br' }),
    415,
    'unsupported-encoding',
    /got br/,
  ],
  [
    'a body in base64',
    () => raw('iVBORw0KGgo', { 'content-transfer-encoding': 'base64' }),
    415,
    'unsupported-encoding',
    /7bit, 8bit, binary or absent, got base64/,
  ],
  [
    'a part in quoted-printable',
    () =>
      multipart(
        `--b\r\n${disposition}\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nx\r\n--b--`,
      ),
    415,
    'unsupported-encoding',
    /got quoted-printable/,
  ],
  ['undeclared base64', () => raw('iVBORw0KGgo='), 415, 'unsupported-image', /base64/],
  ['undeclared gzip', () => raw(bytes('\x1f\x8b\x08')), 415, 'unsupported-image', /gzip/],
  ['an empty form', () => multipart('--b--\r\n'), 400, 'no-image', /image/],
  [
    'a key with a space',
    async () => raw(await png(), { 'idempotency-key': 'a b' }),
    400,
    'invalid-request',
    /idempotency-key/,
  ],
])('%s is rejected, and nothing is stored', async (_, init, status, code, detail) => {
  const { request, store, sent } = openGateway({
    settings: { ...small, OCR_LANGUAGES: ['eng', 'deu'] },
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
})

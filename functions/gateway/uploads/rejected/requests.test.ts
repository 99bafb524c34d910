import { form, png, raw } from '../../gateway.fixture.ts'
import { bytes, testRejected, zeros } from './rejected.fixture.ts'

const multipart = (body: string, boundary = 'b') => ({
  ...raw(bytes(body)),
  headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
})
const disposition = 'Content-Disposition: form-data; name="image"; filename="a.png"'

testRejected(415, 'unsupported-media-type', [
  ['another media type', () => raw('{}', { 'content-type': 'application/json' }), /multipart/],
])

testRejected(415, 'unsupported-encoding', [
  [
    'a compressed form',
    () => ({
      ...multipart('x'),
      headers: { ...multipart('x').headers, 'content-encoding': 'GZIP' },
    }),
    /content-encoding to be identity or absent, got gzip/,
  ],
  ['an image with two encodings', () => raw('x', { 'content-encoding': 'identity, br' }), /got br/],
  [
    'a body in base64',
    () => raw('iVBORw0KGgo', { 'content-transfer-encoding': 'base64' }),
    /7bit, 8bit, binary or absent, got base64/,
  ],
  [
    'a part in quoted-printable',
    () =>
      multipart(
        `--b\r\n${disposition}\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nx\r\n--b--`,
      ),
    /got quoted-printable/,
  ],
])

testRejected(400, 'no-image', [
  ['no part named image', () => form(['language', 'eng']), /image/],
  ['an empty form', () => multipart('--b--\r\n'), /image/],
])

testRejected(400, 'invalid-request', [
  ['a part with an unknown name', () => form(['images', zeros(9)]), /named image/],
  [
    'two languages',
    () => form(['language', 'eng'], ['language', 'eng']),
    /one each named language/,
  ],
  ['a part named __proto__', () => form(['__proto__', 'x']), /named image/],
  ['a batch that is not a UUID', async () => form(['image', await png()], ['batch', '1']), /batch/],
  [
    'an unknown source of the text',
    async () => form(['image', await png()], ['text', 'pdf']),
    /text: .*"auto"\|"layer"\|"ocr"/,
  ],
  [
    'two sources of the text',
    () => form(['text', 'ocr'], ['text', 'ocr']),
    /language, text, batch/,
  ],
  ['a part without headers', () => multipart('--b\r\n\r\nx\r\n--b--'), /named image/],
  [
    'a key with a space',
    async () => raw(await png(), { 'idempotency-key': 'a b' }),
    /idempotency-key/,
  ],
])

testRejected(400, 'unknown-language', [
  [
    'an unknown language',
    async () => form(['image', await png()], ['language', 'eng+xxx']),
    /eng, deu/,
  ],
  [
    'a language twice',
    async () => form(['image', await png()], ['language', 'eng+eng']),
    /eng, deu/,
  ],
])

testRejected(400, 'malformed-multipart', [
  ['no boundary', () => raw('x', { 'content-type': 'multipart/form-data' }), /boundary/],
  ['a boundary that is too long', () => multipart('x', 'b'.repeat(71)), /boundary/],
  ['another boundary', () => multipart(`--c\r\n${disposition}\r\n\r\nx\r\n--c--`), /boundary/],
  ['a truncated form', () => multipart(`--b\r\n${disposition}\r\n\r\nx`), /last boundary/],
  ['a part with unterminated headers', () => multipart(`--b\r\n${'x'.repeat(5000)}`), /header/],
  [
    'a part with malformed headers',
    () => multipart(`--b\r\nimage\r\n\r\nx\r\n--b--`),
    /name: value/,
  ],
  ['lines that end in a lone LF', () => multipart(`--b\n${disposition}\n\nx\n--b--\n`), /CRLF/],
])

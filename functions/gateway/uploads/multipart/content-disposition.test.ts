import { expect, test } from 'vitest'
import { parseDisposition } from './content-disposition.ts'

/** UTF-8 bytes as header text, one character per byte. */
const utf8 = (text: string) => Buffer.from(text).toString('latin1')

test.each([
  ['in UTF-8', `"${utf8('Übersicht 会议.png')}"`, 'Übersicht 会议.png'],
  ['in Windows-1252', '"M\xfcller \x96 \xe4\xf6\xfc.png"', 'Müller – äöü.png'],
  ['in Latin letters with signs', '"caf\xe9 \x80 5 n\xb0 2.jpg"', 'café € 5 n° 2.jpg'],
  ['in CP932', '"\x83e\x83X\x83g.png"', '\ufffd\ufffd\ufffd.png'],
  ['in CP932, with a backslash in a character', '"\x95\\\x8e\xa6.png"', '\ufffd\ufffd.png'],
  ['in CP932, with a backslash at its end', '"\x95\\"', '\ufffd'],
  ['in CP932, before another parameter', '"\x95\\"; filename="x"', '\ufffd'],
  ['in GBK', '"\xbb\xe1\xd2\xe9\xbc\xc7\xc2\xbc.png"', '\ufffd\ufffd\ufffd\ufffd.png'],
  ['with escapes of browsers', '"a%22b%22 100%25 %41%0D%0A.png"', 'a"b" 100%25 %41\r\n.png'],
  ['with backslashes before quotes', '"a\\"b\\\\c.png"', 'a"b\\c.png'],
  ['with folders', '"C:\\scans\\a.png"', 'C:\\scans\\a.png'],
  ['without quotes', 'scan.png', 'scan.png'],
  ['of zero length', '""', ''],
])('a file name %s is decoded', (_, value, filename) => {
  const header = `form-data; name="image"; filename=${value}`

  expect(parseDisposition(header)).toEqual({ name: 'image', filename })
})

test.each([
  ["UTF-8''%e4%bc%9a%22.png", '会".png'],
  ["iso-8859-1'en'%A3%20rates", '£ rates'],
  ["Shift_JIS''%83e%83X%83g.png", 'テスト.png'],
  ["gbk''%BB%E1.png", '会.png'],
  ["UTF-8''M%FCller.png", 'Müller.png'],
  ["unheard-of''M%FCller%zz.png", 'Müller%zz.png'],
  ["''plain.png", 'plain.png'],
  ['no quotes', 'other.png'],
])('filename*=%s takes precedence over filename', (value, filename) => {
  const header = `attachment; filename="other.png"; filename*=${value}`

  expect(parseDisposition(header)).toEqual({ filename })
})

test.each([
  ['', {}],
  ['form-data', {}],
  ['form-data; name=image', { name: 'image' }],
  ['form-data; NAME = "image" ; FileName="a;b.png"', { name: 'image', filename: 'a;b.png' }],
  ['form-data; name="image"; name="other"', { name: 'image' }],
  ['form-data; filename="name=\\"x\\"; y"', { filename: 'name="x"; y' }],
  ['form-data; filename="never ends', { filename: '' }],
])('%s is parsed as %j', (header, disposition) => {
  expect(parseDisposition(header)).toEqual(disposition)
})

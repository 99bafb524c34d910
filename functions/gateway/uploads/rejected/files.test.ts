import { tiffOfSharedValues } from '../../../shared/pictures/tiff.fixture.ts'
import { form, png, raw } from '../../gateway.fixture.ts'
import { bytes, pdf, testRejected, zeros } from './rejected.fixture.ts'

testRejected(422, 'unreadable-pdf', [
  ['a broken PDF', () => raw(bytes('%PDF-1.7')), /broken/],
  ['a PDF without pages', () => raw(pdf([])), /broken/],
])

testRejected(422, 'encrypted-pdf', [
  ['a PDF with a password', () => raw(pdf([{}], 'secret')), /password/],
])

testRejected(415, 'unsupported-image', [
  ['an SVG', () => raw(bytes('\n<svg xmlns="')), /SVG/],
  ['a BMP', () => raw(bytes('BM1234')), /BMP/],
  ['a sequence', () => raw(bytes('\0\0\0\x1cftyphevc')), /sequence/],
  ['an unknown format', () => raw(bytes('GIF88a')), /something else/],
  ['undeclared base64', () => raw('iVBORw0KGgo='), /base64/],
  ['undeclared gzip', () => raw(bytes('\x1f\x8b\x08')), /gzip/],
])

testRejected(422, 'unreadable-image', [
  ['a broken AVIF', () => raw(bytes('\0\0\0\x1cftypavif')), /heif/],
  ['a broken HEIC', () => raw(bytes('\0\0\0\x1cftypheic')), /heic/],
  ['a broken header', async () => raw((await png()).slice(0, 20)), /png/],
  ['a TIFF whose values are longer than it', () => raw(tiffOfSharedValues(1990, 50)), /tiff/],
  [
    'a broken second page',
    async () => form(['image', await png()], ['image', bytes('\xff\xd8\xff')]),
    /^File 2:/,
  ],
])

testRejected(400, 'empty-upload', [
  ['no body', () => ({ method: 'POST' }), /empty/],
  ['an empty body', () => raw(zeros(0)), /empty/],
  ['an empty image', () => form(['image', zeros(0)]), /no bytes/],
])

import { readFile } from 'node:fs/promises'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { withBothBrands } from '../../shared/pictures/foreign/turned.fixture.ts'
import { formatOf } from './image-format.ts'
import { inspect } from './inspect.ts'

test.each([
  ['heic', 'heic'],
  ['heix', 'heic'],
  ['mif1\0\0\0\0mif1heic', 'heic'],
  ['mif1\0\0\0\0mif1avif', 'heif'],
  ['avif', 'heif'],
  ['hevc', null],
  ['msf1', null],
])('the brands %j are those of: %s', (brands, expected) => {
  expect(formatOf(Buffer.from(`\0\0\0\x1cftyp${brands}`))).toBe(expected)
})

const heic = await readFile(new URL('../../shared/pictures/foreign/harbour.heic', import.meta.url))
const avif = await sharp({ create: { width: 48, height: 16, channels: 3, background: '#fff' } })
  .avif()
  .toBuffer()
const bigTiff = await sharp({ create: { width: 9, height: 9, channels: 3, background: '#fff' } })
  .tiff({ bigtiff: true })
  .toBuffer()
const withBrand = (heif: Buffer) =>
  Buffer.concat([heif.subarray(0, 8), Buffer.from('mif1'), heif.subarray(12)])
const limits = { MAX_PIXELS: 1e6, MAX_SIDE: 5000, MAX_DOCUMENT_PAGES: 1 }

test.each([
  ['a HEIC', heic, 'image/heic'],
  ['a HEIC with the brands of an AVIF, too', withBothBrands(heic), 'image/heic'],
  ['an AVIF', avif, 'image/avif'],
  ['an AVIF with the brands of a HEIC, too', withBothBrands(avif), 'image/avif'],
  ['an AVIF with the brand of all pictures alone', withBrand(avif), 'image/avif'],
  ['a BigTIFF', bigTiff, 'image/tiff'],
])('%s is told by its header', async (_, image, mediaType) => {
  expect(await inspect(image, limits)).toMatchObject({ mediaType, pages: [{}] })
})

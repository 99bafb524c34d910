import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp, { type Sharp } from 'sharp'
import { expect, test } from 'vitest'
import type { Rotation } from '../../shared/events/contract/rotation.ts'
import { bmpOf } from '../../shared/pictures/foreign/bmp.fixture.ts'
import { TooManyPixelsError } from '../../shared/pictures/pixel-limits.ts'
import { decode, UnreadableImageError } from './decode.ts'

/** Business card from the samples, 869 × 563 px. */
const original = await readFile(
  join(import.meta.dirname, '../../../loadtest/samples/card-surveyor.png'),
)
const card = () => sharp(original)
const grey = () =>
  sharp(Buffer.from(expected.grey), { raw: { width: 869, height: 563, channels: 1 } })
const blank = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#fff' } })
/** Adds channels beyond transparency, as print production software does. */
const withChannels = (picture: Sharp, count: number) => {
  const full = Buffer.alloc(869 * 563, 255)
  const raw = { width: 869, height: 563, channels: 1 } as const
  return picture.joinChannel(Array(count).fill(full), { raw })
}
const half = (bytes: Buffer) => bytes.subarray(0, bytes.length / 2)
const limits = { MAX_PIXELS: 1_100_000, MAX_SIDE: 5000 }
const { pixels: expected } = await decode(original, limits)

/** Mean difference in grey levels, 0 to 255. */
function meanDifference(a: Uint8Array, b: Uint8Array): number {
  return a.reduce((sum, level, at) => sum + Math.abs(level - (b[at] ?? 0)), 0) / a.length
}

test.each([
  ['PNG with transparency', () => card().ensureAlpha().png()],
  ['16-bit PNG', () => card().toColourspace('rgb16').png()],
  [
    '16-bit PNG with transparency, row by row',
    () => card().ensureAlpha().toColourspace('rgb16').png(),
  ],
  ['bitonal PNG', () => card().png({ palette: true, colours: 2 })],
  ['JPEG', () => card().jpeg()],
  ['CMYK JPEG', () => card().toColourspace('cmyk').jpeg()],
  ['WebP', () => card().webp()],
  ['AVIF', () => card().avif({ quality: 90 })],
  ['GIF', () => card().gif()],
  ['TIFF', () => card().tiff({ compression: 'lzw' })],
  [
    'bitonal TIFF',
    () => card().toColourspace('b-w').tiff({ bitdepth: 1, compression: 'ccittfax4' }),
  ],
  [
    'TIFF with two channels in addition to colours',
    () => withChannels(card(), 2).tiff({ compression: 'lzw' }),
  ],
  [
    'grey TIFF with two additional channels',
    () => withChannels(grey(), 2).toColourspace('b-w').tiff({ compression: 'lzw' }),
  ],
  ['JPEG turned by EXIF', () => card().rotate(270).withMetadata({ orientation: 6 }).jpeg()],
  ['PNG turned by EXIF', () => card().rotate(180).withMetadata({ orientation: 3 }).png()],
])('a %s is decoded to the pixels of its source', async (_, picture) => {
  const { pixels, width, height } = await decode(await picture().toBuffer(), limits)

  expect([width, height, pixels.width, pixels.height]).toEqual([869, 563, 869, 563])
  // The card upside down and mirrored differs by 17; bitonal copies by up to 8.
  expect(meanDifference(pixels.grey, expected.grey)).toBeLessThan(10)
})

test('a BMP is decoded to the pixels of its source', async () => {
  const size = { width: 869, height: 563 }
  const { data } = await card().toColourspace('b-w').raw().toBuffer({ resolveWithObject: true })

  const { pixels, ...decoded } = await decode(bmpOf(data, { ...size, bits: 24 }), limits)

  expect(decoded).toMatchObject(size)
  expect(meanDifference(pixels.grey, expected.grey)).toBeLessThan(10)
})

test.each([
  ['too many pixels', () => blank(2000, 600).png()],
  ['a side too long', () => blank(5001, 10).png()],
])(
  'a picture is rejected by its header, before the corrupt rest is decoded: %s',
  async (_, picture) => {
    const broken = half(await picture().toBuffer())

    await expect(decode(broken, limits)).rejects.toThrow(TooManyPixelsError)
  },
)

test.each([
  ['no picture', async () => Buffer.from('hello')],
  ['an empty file', async () => Buffer.alloc(0)],
  [
    'an SVG',
    async () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'),
  ],
  ['half a PNG', async () => half(await card().png().toBuffer())],
  ['half a JPEG', async () => half(await card().jpeg().toBuffer())],
  ['half a WebP', async () => half(await card().webp({ lossless: true }).toBuffer())],
  ['half an AVIF', async () => half(await card().avif({ quality: 90 }).toBuffer())],
  ['half a TIFF', async () => half(await card().tiff({ compression: 'none' }).toBuffer())],
])('unreadable: %s', async (_, image) => {
  await expect(decode(await image(), limits)).rejects.toThrow(UnreadableImageError)
})

test('a large scan is scaled down', async () => {
  const scan = await blank(3400, 4400).png().toBuffer()

  const { pixels, width, height } = await decode(scan, { MAX_PIXELS: 20_000_000, MAX_SIDE: 5000 })

  expect([width, height]).toEqual([3400, 4400])
  expect(pixels).toMatchObject({ width: 1600, height: 2071 })
})

test('white letters on a transparent ground become dark on white', async () => {
  const mask = await grey().negate().extractChannel(0).raw().toBuffer()
  const raw = { width: 869, height: 563, channels: 1 } as const
  const letters = blank(869, 563).joinChannel(mask, { raw }).png()

  const { pixels } = await decode(await letters.toBuffer(), limits)

  expect(meanDifference(pixels.grey, expected.grey)).toBeLessThan(10)
})

test.each<[string, (picture: Sharp) => Sharp]>([
  ['PNG of 8 bits', (picture) => picture.toColourspace('b-w').png()],
  ['PNG of 16 bits', (picture) => picture.toColourspace('grey16').png()],
  ['TIFF', (picture) => picture.toColourspace('b-w').tiff({ compression: 'lzw' })],
])('black letters on transparent black, as a grey %s, become dark on white', async (_, encode) => {
  const data = Buffer.from(Array.from(expected.grey, (level) => [0, 255 - level]).flat())
  const letters = sharp(data, { raw: { width: 869, height: 563, channels: 2 } })
  const image = await encode(letters).toBuffer()
  const { channels } = await sharp(image).metadata()

  const { pixels } = await decode(image, limits)

  expect(channels).toBe(2)
  expect(meanDifference(pixels.grey, expected.grey)).toBeLessThan(10)
})

test('a TIFF of which a strip cannot be decoded is unreadable, except for a fax', async () => {
  const broken = async (tiff: Sharp) => {
    const image = await tiff.toBuffer()
    return image.fill(0xff, image.length / 3, image.length / 2)
  }
  const fax = await broken(
    grey().threshold().toColourspace('b-w').tiff({ compression: 'ccittfax4', bitdepth: 1 }),
  )
  const scan = await broken(card().tiff({ compression: 'deflate' }))

  await expect(decode(scan, limits)).rejects.toThrow(UnreadableImageError)
  expect((await decode(fax, limits)).pixels).toMatchObject({ width: 869, height: 563 })
})

test('light letters on a dark ground are inverted', async () => {
  const { pixels } = await decode(await card().negate({ alpha: false }).png().toBuffer(), limits)

  expect(meanDifference(pixels.grey, expected.grey)).toBeLessThan(10)
})

test.each([90, 180, 270] as const)(
  'a picture that lies turned by %i degrees is turned back, and keeps its size',
  async (degrees) => {
    const lying = await card().rotate(degrees).png().toBuffer()
    const rotate = (360 - degrees) as Rotation

    const { pixels, print, ...size } = await decode(lying, limits, { rotate })

    expect(size).toEqual(
      degrees === 180 ? { width: 869, height: 563 } : { width: 563, height: 869 },
    )
    expect(pixels).toMatchObject({ width: 869, height: 563, resolution: expected.resolution })
    expect(meanDifference(pixels.grey, expected.grey)).toBeLessThan(1)
    expect(print.size?.count).toBeGreaterThan(80)
  },
)

test.each([72, 300])('a resolution of %d dpi in the file is ignored', async (density) => {
  const picture = await card().withMetadata({ density }).png().toBuffer()

  expect((await decode(picture, limits)).pixels.resolution).toBe(expected.resolution)
})

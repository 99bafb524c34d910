import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { deflateSync } from 'node:zlib'
import sharp, { type Sharp } from 'sharp'
import { describe, expect, test } from 'vitest'
import { examplePage } from '../../exported.fixture.ts'
import { pdfOf, pdfOfPicture } from '../pdf.fixture.ts'
import { hasPoppler, popplerImages, popplerPicture } from '../readers.fixture.ts'
import { stripedFax } from './fax.fixture.ts'

const [width, height] = [300, 200]

/** A picture that looks different in each corner. */
const pixels = Buffer.alloc(width * height * 3, 255)
const rectangles: [number, number, number, number, number[]][] = [
  [10, 10, 110, 60, [210, 30, 30]],
  [210, 20, 280, 90, [30, 90, 200]],
  [20, 110, 130, 190, [40, 130, 40]],
  [170, 110, 280, 116, [0, 0, 0]],
  [170, 130, 240, 136, [0, 0, 0]],
  [170, 150, 190, 156, [0, 0, 0]],
]
for (const [left, top, right, bottom, colour] of rectangles) {
  for (let at = left + top * width; at < right + (bottom - 1) * width; at += 1) {
    if (at % width >= left && at % width < right) pixels.set(colour, at * 3)
  }
}
const picture = () => sharp(pixels, { raw: { width, height, channels: 3 } })
const bitonal = () => picture().toColourspace('b-w').threshold(128)
const alpha = Buffer.alloc(width * height, 255).fill(90, 0, (width * height) / 2)
const withAlpha = () => picture().joinChannel(alpha, { raw: { width, height, channels: 1 } })

const rgbOf = (image: Uint8Array) =>
  sharp(image).flatten({ background: '#fff' }).toColourspace('srgb').removeAlpha().raw().toBuffer()

const uprightOf = (image: Uint8Array) => sharp(image).autoOrient().flatten({ background: '#fff' })

/** Mean difference of the PDF as displayed from the picture as displayed, 0 to 255. */
async function difference(upright: Sharp, pdf: Uint8Array, page = 1): Promise<number> {
  const { data, info } = await upright.png().toBuffer({ resolveWithObject: true })
  const [shown, expected] = await Promise.all([
    rgbOf(popplerPicture(pdf, page, info.width)),
    rgbOf(data),
  ])
  expect(shown.length).toBe(expected.length)
  const sum = shown.reduce((sum, level, at) => sum + Math.abs(level - (expected[at] ?? 0)), 0)
  return sum / shown.length
}

/** Poppler smooths a picture as it scales it; one that is turned otherwise differs by more than 10. */
const maxSmoothing = 4

async function isLossless(image: Uint8Array, pdf: Uint8Array): Promise<boolean> {
  const [stored, ...more] = popplerImages(pdf)
  if (!stored || more.length > 0) return false
  const [pixels, expected] = await Promise.all([
    rgbOf(stored),
    rgbOf(await uprightOf(image).png().toBuffer()),
  ])
  return pixels.equals(expected)
}

describe.skipIf(!hasPoppler)('a picture in a PDF looks as it does', () => {
  test.each<[string, Sharp, 'kept' | 'reencoded' | 'a JPEG']>([
    ['JPEG', picture().jpeg({ quality: 90 }), 'kept'],
    ['progressive JPEG', picture().jpeg({ quality: 90, progressive: true }), 'kept'],
    ['grey JPEG', picture().toColourspace('b-w').jpeg({ quality: 90 }), 'kept'],
    ['PNG', picture().png(), 'kept'],
    ['grey PNG', picture().toColourspace('b-w').png(), 'kept'],
    ['PNG with 16 bits', picture().toColourspace('rgb16').png(), 'kept'],
    ['PNG with a palette', picture().png({ palette: true }), 'kept'],
    ['bitonal PNG', bitonal().png({ palette: true, colours: 2 }), 'kept'],
    ['interlaced PNG', picture().png({ progressive: true }), 'reencoded'],
    ['transparent PNG', withAlpha().png(), 'reencoded'],
    [
      'bitonal TIFF of LZW',
      bitonal().tiff({ compression: 'lzw', bitdepth: 1, predictor: 'none' }),
      'reencoded',
    ],
    ['TIFF', picture().tiff({ compression: 'lzw' }), 'reencoded'],
    ['WebP', picture().webp({ lossless: true }), 'reencoded'],
    ['GIF', picture().gif(), 'reencoded'],
    ['lossy WebP', picture().webp({ quality: 85 }), 'a JPEG'],
    ['lossy WebP with a profile', picture().withIccProfile('srgb').webp({ quality: 85 }), 'a JPEG'],
    ['AVIF', picture().avif({ quality: 70 }), 'reencoded'],
  ])('%s', async (_, encoded, expected) => {
    const image = await encoded.toBuffer()

    const pdf = await pdfOfPicture(image, width, height)

    expect(await difference(uprightOf(image), pdf)).toBeLessThan(maxSmoothing)
    const middle = image.subarray(image.length / 2, image.length / 2 + 40)
    expect(pdf.includes(middle)).toBe(expected === 'kept')
    if (expected === 'reencoded') expect(await isLossless(image, pdf)).toBe(true)
    expect(pdf.includes('/DCTDecode') && expected !== 'kept').toBe(expected === 'a JPEG')
  })

  test.each(['jpeg', 'png'] as const)('%s with the colours of another screen', async (format) => {
    const image = await picture().withIccProfile('p3').toFormat(format).toBuffer()
    const { icc } = await sharp(image).metadata()

    const pdf = await pdfOfPicture(image, width, height)

    expect(pdf.includes(image.subarray(image.length / 2, image.length / 2 + 40))).toBe(true)
    expect(pdf.includes(deflateSync(icc ?? '', { level: 9 }))).toBe(true)
    expect(await difference(uprightOf(image), pdf)).toBeLessThan(maxSmoothing)
  })

  test('HEIC', async () => {
    const folder = '../../../../shared/pictures/foreign'
    const image = await readFile(join(import.meta.dirname, folder, 'harbour.heic'))

    const pdf = await pdfOfPicture(image, 480, 160)

    const [stored] = popplerImages(pdf)
    expect(pdf.includes('/DCTDecode')).toBe(true)
    expect(await sharp(stored).metadata()).toMatchObject({ width: 480, height: 160 })
  })

  test('CMYK JPEG, which Adobe stores inverted', async () => {
    const image = await picture().toColourspace('cmyk').jpeg({ quality: 90 }).toBuffer()

    const pdf = await pdfOfPicture(image, width, height)

    expect(pdf.includes(image)).toBe(true)
    // Readers without a profile show other colours.
    expect(await difference(uprightOf(image), pdf)).toBeLessThan(12)
    expect(await difference(uprightOf(image).negate(), pdf)).toBeGreaterThan(100)
  })

  test.each([false, true])('TIFF of CCITT Group 4 in strips, reversed: %s', async (isReversed) => {
    const options = { rows: 64, isReversed }
    const { tiff, strips } = await stripedFax(await bitonal().png().toBuffer(), options)

    const pdf = await pdfOfPicture(tiff, width, height)

    expect(await difference(uprightOf(tiff), pdf)).toBeLessThan(maxSmoothing)
    expect(strips).toHaveLength(4)
    expect(strips.filter(({ bytes }) => pdf.includes(bytes))).toHaveLength(isReversed ? 0 : 4)
  })

  test.each([1, 2, 3, 4, 5, 6, 7, 8])('JPEG with EXIF orientation %i', async (orientation) => {
    const image = await picture().withMetadata({ orientation }).jpeg({ quality: 95 }).toBuffer()
    const [shownWidth, shownHeight] = orientation > 4 ? [height, width] : [width, height]

    const pdf = await pdfOfPicture(image, shownWidth, shownHeight)

    expect(await difference(uprightOf(image), pdf)).toBeLessThan(maxSmoothing)
    expect(await difference(uprightOf(image).flop(), pdf)).toBeGreaterThan(10)
    expect(pdf.includes(image)).toBe(true)
  })

  test.each([3, 6])('TIFF and transparent PNG with orientation %i', async (orientation) => {
    const images = await Promise.all([
      picture().withMetadata({ orientation }).tiff({ compression: 'lzw' }).toBuffer(),
      withAlpha().withMetadata({ orientation }).png().toBuffer(),
    ])
    const size = orientation > 4 ? ([height, width] as const) : ([width, height] as const)

    for (const image of images) {
      const pdf = await pdfOfPicture(image, ...size)
      expect(await difference(uprightOf(image), pdf)).toBeLessThan(maxSmoothing)
      expect(await isLossless(image, pdf)).toBe(true)
    }
  })

  test('each page of a TIFF', async () => {
    const turned = await picture().rotate(180).png().toBuffer()
    const frames = [await picture().png().toBuffer(), turned]
    const tiff = await sharp(frames, { join: { animated: true } })
      .tiff()
      .toBuffer()
    const page = examplePage({ text: '', words: [], width, height })

    const pdf = await pdfOf([tiff], [page, page], [1, 2])

    for (const [index, frame] of frames.entries()) {
      expect(await difference(sharp(frame), pdf, index + 1)).toBeLessThan(maxSmoothing)
    }
    expect(await difference(sharp(turned), pdf, 1)).toBeGreaterThan(10)
  })

  test('a picture that cannot be decoded leaves an empty page', async () => {
    const pdf = await pdfOfPicture(Buffer.from('GIF89a, not'), width, height)

    const shown = await rgbOf(popplerPicture(pdf, 1, width))
    expect(shown.every((level) => level === 255)).toBe(true)
  })
})

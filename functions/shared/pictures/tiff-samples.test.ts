import sharp from 'sharp'
import { expect, test } from 'vitest'
import { openPicture } from './picture.ts'
import { pixelFault } from './pixel-limits.ts'
import { tiffOfPixels } from './tiff.fixture.ts'

const limits = { MAX_PIXELS: 1e6, MAX_SIDE: 30_000 }
/** As a preview shows it: smaller, on white. */
const shown = async (image: Uint8Array) => {
  const { header, picture } = await openPicture(image, limits)
  const small = picture.resize({ width: 4 }).flatten({ background: '#fff' })
  const pixels = await small.toColourspace('srgb').raw().toBuffer()
  return { hasAlpha: header.hasAlpha, pixel: [...pixels.subarray(0, 3)] }
}
const [grey, rgb, cmyk] = [1, 2, 5]

test.each([
  ['grey and an unspecified sample', grey, [90, 0], [0], [90, 90, 90]],
  ['colours and an unspecified sample', rgb, [90, 30, 60, 0], [0], [90, 30, 60]],
  ['colours and two unspecified samples', rgb, [90, 30, 60, 0, 0], [0, 0], [90, 30, 60]],
  ['colours and a sample without a word about it', rgb, [90, 30, 60, 0], [], [90, 30, 60]],
])('a TIFF of %s is opaque', async (_, photometric, pixel, extraSamples, expected) => {
  const image = tiffOfPixels(Buffer.from(Array(64).fill(pixel).flat()), {
    photometric,
    extraSamples,
  })

  expect(await shown(image)).toEqual({ hasAlpha: false, pixel: expected })
})

test('a TIFF of colours of a press and an unspecified sample is opaque', async () => {
  const pixels = Buffer.from(Array(64).fill([0, 0, 0, 255, 0]).flat())

  const { pixel } = await shown(tiffOfPixels(pixels, { photometric: cmyk, extraSamples: [0] }))

  expect(Math.max(...pixel)).toBeLessThan(80)
})

test.each([1, 2])('a TIFF with extra samples of type %d is transparent', async (type) => {
  const pixels = Buffer.from(Array(64).fill([90, 30, 60, 0]).flat())

  const found = await shown(tiffOfPixels(pixels, { photometric: rgb, extraSamples: [type] }))

  expect(found).toEqual({ hasAlpha: true, pixel: [255, 255, 255] })
})

test('the memory of a TIFF with unspecified samples is limited, as they are removed before it is scaled', async () => {
  const tiff = tiffOfPixels(Buffer.alloc(256), { photometric: rgb, extraSamples: [0] })
  const header = { ...(await sharp(tiff).metadata()), width: 9000, height: 9000 }
  const large = { MAX_PIXELS: 200_000_000, MAX_SIDE: 30_000 }

  expect(pixelFault(header, tiff, large)).toMatch('memory')
})

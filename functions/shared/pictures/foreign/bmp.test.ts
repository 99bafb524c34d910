import { expect, test } from 'vitest'
import { openPicture } from '../picture.ts'
import { pixelFault } from '../pixel-limits.ts'
import { type BmpOptions, bmpOf } from './bmp.fixture.ts'
import { bmpHeader, isBmp } from './bmp-header.ts'
import { decodeForeign } from './decode-foreign.ts'

const limits = { MAX_PIXELS: 200e6, MAX_SIDE: 30_000 }
const [width, height] = [37, 11]
/** Black and white, in no symmetric order. */
const grey = Uint8Array.from({ length: width * height }, (_, at) => (at % 7 < 3 ? 0 : 255))

test.each<Pick<BmpOptions, 'bits' | 'isTopDown'>>([
  { bits: 1 },
  { bits: 8 },
  { bits: 24 },
  { bits: 24, isTopDown: true },
  { bits: 32 },
  { bits: 32, isTopDown: true },
])('a BMP with %j is decoded to its pixels', async (options) => {
  const bmp = bmpOf(grey, { width, height, ...options })

  const { header, picture } = await openPicture(bmp, limits)

  expect(header).toMatchObject({ width, height })
  const pixels = await picture.flatten({ background: '#888' }).toColourspace('b-w').raw().toBuffer()
  expect([...pixels]).toEqual([...grey])
})

/** With a header of 124 bytes, which has a mask of the transparency: BITMAPV5HEADER. */
function withTransparency(bmp: Buffer, alpha: number): Buffer {
  const masks = [0xff0000, 0xff00, 0xff, 0xff000000]
  const header = Buffer.alloc(70)
  for (const [index, mask] of masks.entries()) header.writeUInt32LE(mask, 4 * index)
  const pixels = Buffer.from(bmp.subarray(54))
  for (let at = 3; at < pixels.length; at += 4) pixels[at] = alpha
  const changed = Buffer.concat([bmp.subarray(0, 54), header, pixels])
  changed.writeUInt32LE(changed.length, 2)
  changed.writeUInt32LE(54 + header.length, 10)
  changed.writeUInt32LE(124, 14)
  changed.writeUInt32LE(3, 30)
  return changed
}

test.each([
  ['0 in all pixels is ignored', 0, 0],
  ['of a half is kept', 128, 127],
])('an alpha of %s', async (_, alpha, black) => {
  const bmp = withTransparency(bmpOf(grey, { width, height, bits: 32 }), alpha)

  const { picture } = await openPicture(bmp, limits)

  const pixels = await picture.flatten({ background: '#fff' }).toColourspace('b-w').raw().toBuffer()
  const levels = [...new Set(pixels)].sort((a, b) => a - b)
  expect(levels).toEqual([black, 255])
})

const example = bmpOf(grey, { width, height, bits: 24 })

function withSize(side: number): Buffer {
  const changed = Buffer.from(example)
  changed.writeInt32LE(side, 18)
  changed.writeInt32LE(side, 22)
  return changed
}

test.each([
  ['that claims to be larger', withSize(3000)],
  ['without pixels', example.subarray(0, 54)],
])('a BMP %s rejects, or has the pixels that it claims', async (_, bmp) => {
  const { width, height } = await bmpHeader(bmp)

  const outcome = await decodeForeign('bmp', bmp, 20_000).catch(() => null)

  expect(outcome === null || outcome.data.length === width * height * 4).toBe(true)
})

test.each([
  [4600, true],
  [5000, false],
])('a BMP of %i px a side is accepted: %s', async (side, isAccepted) => {
  const bmp = withSize(side)

  expect(pixelFault(await bmpHeader(bmp), bmp, limits) === null).toBe(isAccepted)
})

test.each([
  ['a header without size', withSize(0)],
  ['a negative width', withSize(-9)],
])('%s is broken', async (_, bmp) => {
  await expect(bmpHeader(bmp)).rejects.toThrow('at least one pixel')
})

test.each([
  ['a BMP', example, true],
  ['a text that begins so', Buffer.from('BM is a short form of something else'), false],
  ['its first bytes', example.subarray(0, 20), false],
])('%s: %#', (_, bytes, expected) => {
  expect(isBmp(bytes)).toBe(expected)
})

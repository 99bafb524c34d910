import sharp, { type Channels, type TiffOptions } from 'sharp'
import { expect, test } from 'vitest'
import { pixelFault } from './pixel-limits.ts'
import { tiffLayout } from './tiff-layout.ts'

const tiff = (options: TiffOptions) =>
  sharp({ create: { width: 300, height: 200, channels: 3, background: '#fff' } })
    .tiff(options)
    .toBuffer()
const tiled = await tiff({ tile: true, tileWidth: 64, tileHeight: 128, compression: 'deflate' })
const stripped = await tiff({ compression: 'none' })

/** Copy of a little-endian TIFF with another value of an entry. */
function withValue(image: Uint8Array, tag: number, value: number, type = 4): Buffer {
  const changed = Buffer.from(image)
  const start = changed.readUInt32LE(4)
  for (let entry = 0; entry < changed.readUInt16LE(start); entry += 1) {
    const at = start + 2 + entry * 12
    if (changed.readUInt16LE(at) !== tag) continue
    // A LONG by default, whatever the type was.
    changed.writeUInt16LE(type, at + 2)
    changed.writeUInt32LE(value, at + 8)
  }
  return changed
}

test('tiles have a size', () => {
  expect(tiffLayout(tiled, 1)).toMatchObject({ tile: { width: 64, height: 128 }, isPlanar: false })
})

test('strips have a number of rows', () => {
  const layout = tiffLayout(stripped, 1)

  expect(layout).toMatchObject({ tile: null, isPlanar: false, isYCbCr: false })
  expect(layout?.rowsPerStrip).toBeGreaterThan(0)
})

test('a TIFF with JPEG compression has YCbCr', async () => {
  expect(tiffLayout(await tiff({ compression: 'jpeg' }), 1)).toMatchObject({ isYCbCr: true })
})

test('a big-endian TIFF is read', () => {
  const header = [0x4d, 0x4d, 0, 42, 0, 0, 0, 8]
  const directory = [0, 1, 0x01, 0x1c, 0, 3, 0, 0, 0, 1, 0, 2, 0, 0]

  expect(tiffLayout(Uint8Array.from([...header, ...directory, 0, 0, 0, 0]), 1)).toMatchObject({
    isPlanar: true,
  })
})

test('a big-endian BigTIFF is read', () => {
  const long = (value: number) => [0, 0, 0, 0, 0, 0, 0, value]
  const header = [0x4d, 0x4d, 0, 43, 0, 8, 0, 0, ...long(16)]
  const planarConfiguration = [0x01, 0x1c, 0, 3, ...long(1), 0, 2, 0, 0, 0, 0, 0, 0]
  const rowsPerStrip = [0x01, 0x16, 0, 16, ...long(1), ...long(7)]
  const directory = [...long(2), ...planarConfiguration, ...rowsPerStrip, ...long(0)]

  expect(tiffLayout(Uint8Array.from([...header, ...directory]), 1)).toMatchObject({
    ...{ isPlanar: true, rowsPerStrip: 7 },
  })
})

test.each([
  ['nothing', new Uint8Array()],
  ['a truncated directory', tiled.subarray(0, tiled.readUInt32LE(4) + 20)],
  ['tiles with signed sizes', withValue(tiled, 322, 4000, 9)],
  ['a planar configuration of type BYTE', withValue(stripped, 284, 2, 1)],
])('the layout of %s is not known', (_, image) => {
  expect(tiffLayout(image, 1)).toBeNull()
})

const withTiles = (side: number) => withValue(withValue(tiled, 322, side), 323, side)
const limits = { MAX_PIXELS: 200_000_000, MAX_SIDE: 30_000 }
const large = { format: 'tiff', width: 10_000, height: 10_000, depth: 'uchar' } as const

test.each<[string, Uint8Array, Channels, boolean]>([
  ['small tiles', tiled, 3, false],
  ['tiles of which two rows exceed the memory limit', withTiles(4000), 3, true],
  ['tiles with a signed size', withValue(withTiles(4000), 322, 4000, 9), 3, true],
  ['few rows per strip', stripped, 3, false],
  ['a single strip, read row by row', withValue(stripped, 278, 10_000), 3, false],
  ['a single strip for each channel', withValue(withValue(stripped, 278, 10_000), 284, 2), 3, true],
])('a TIFF of 100 million px with %s', (_, image, channels, isRefused) => {
  const header = { ...large, channels, isProgressive: false }

  expect(pixelFault(header, image, limits) !== null).toBe(isRefused)
})

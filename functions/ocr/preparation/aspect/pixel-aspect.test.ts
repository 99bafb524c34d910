import { crc32 } from 'node:zlib'
import sharp, { type TiffOptions } from 'sharp'
import { expect, test } from 'vitest'
import { pixelAspect } from './pixel-aspect.ts'

const page = () => sharp({ create: { width: 40, height: 30, channels: 3, background: '#fff' } })
const fax: TiffOptions = { bitdepth: 1, compression: 'ccittfax4' }
const tiff = (across: number, down: number, options = fax) =>
  page()
    .toColourspace('b-w')
    .tiff({ ...options, xres: across / 25.4, yres: down / 25.4 })
    .toBuffer()

/** PNG with resolutions in dots per metre and a valid checksum. */
async function png(across: number, down: number): Promise<Buffer> {
  const bytes = await page().withMetadata({ density: 100 }).png().toBuffer()
  const at = bytes.indexOf('pHYs')
  bytes.writeUInt32BE(across, at + 4)
  bytes.writeUInt32BE(down, at + 8)
  bytes.writeUInt32BE(crc32(bytes.subarray(at, at + 13)), at + 13)
  return bytes
}

/** JPEG with a JFIF header, which sharp does not write. */
async function jpeg(across: number, down: number): Promise<Buffer> {
  const bytes = await page().jpeg().toBuffer()
  const header = Buffer.from([
    0xff,
    0xe0,
    0,
    16,
    ...Buffer.from('JFIF\0'),
    1,
    2,
    1,
    0,
    0,
    0,
    0,
    0,
    0,
  ])
  header.writeUInt16BE(across, 12)
  header.writeUInt16BE(down, 14)
  return Buffer.concat([bytes.subarray(0, 2), header, bytes.subarray(2)])
}

/** Big-endian TIFF with a directory of two resolutions. */
const bigEndian = Buffer.concat([
  Buffer.from([0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 2]),
  Buffer.from([
    0x01, 0x1a, 0, 5, 0, 0, 0, 1, 0, 0, 0, 38, 0x01, 0x1b, 0, 5, 0, 0, 0, 1, 0, 0, 0, 46,
  ]),
  Buffer.from([0, 0, 0, 0, 0, 0, 0, 200, 0, 0, 0, 1, 0, 0, 0, 200, 0, 0, 0, 2]),
])

test.each([
  ['standard fax', tiff(204, 98), 204 / 98],
  ['standard fax in LZW', tiff(204, 98, { compression: 'lzw' }), 204 / 98],
  ['big-endian TIFF', bigEndian, 2],
  ['PNG', png(8031, 3858), 204 / 98],
  ['JPEG', jpeg(204, 98), 204 / 98],
  ['JPEG with a higher vertical resolution', jpeg(300, 600), 0.5],
])('the aspect of a %s follows its resolutions', async (_, image, aspect) => {
  expect(pixelAspect(await image)).toBeCloseTo(aspect, 2)
})

test.each([
  ['fine fax', tiff(204, 196)],
  ['scan of one resolution', tiff(300, 300)],
  ['picture with an implausible resolution', tiff(300, 1)],
  ['PNG without a resolution', page().png().toBuffer()],
  ['truncated PNG', png(8031, 3858).then((bytes) => bytes.subarray(0, 50))],
  ['JPEG with a vertical resolution of 0', jpeg(72, 0)],
  ['WebP', page().webp().toBuffer()],
  ['empty file', Buffer.alloc(0)],
])('the pixels of a %s count as square', async (_, image) => {
  expect(pixelAspect(await image)).toBe(1)
})

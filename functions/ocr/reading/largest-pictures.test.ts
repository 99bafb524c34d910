import { crc32 } from 'node:zlib'
import sharp, { type Sharp } from 'sharp'
import { expect, test } from 'vitest'
import { TooManyPixelsError } from '../../shared/pictures/pixel-limits.ts'
import { readEnv, settings } from '../../shared/settings/env.ts'
import { decode } from '../preparation/decode.ts'

const limits = readEnv(settings.pick({ MAX_PIXELS: true, MAX_SIDE: true }), {})
const grey = (width: number, height: number) =>
  sharp({
    create: { width, height, channels: 3, background: '#999' },
    limitInputPixels: false,
  }).toColourspace('b-w')
const tiles = { tile: true, tileWidth: 256, tileHeight: 256, compression: 'deflate' } as const

test.each<[string, () => Sharp, [number, number]]>([
  ['baseline JPEG', () => grey(15_000, 8000).jpeg(), [15_000, 8000]],
  ['PNG', () => grey(10_000, 10_000).png(), [10_000, 10_000]],
  ['TIFF in tiles', () => grey(10_000, 10_000).tiff(tiles), [10_000, 10_000]],
  ['progressive JPEG', () => grey(8064, 6048).jpeg({ progressive: true }), [8064, 6048]],
  ['WebP', () => grey(6400, 6200).webp({ effort: 0 }), [6400, 6200]],
  ['AVIF', () => grey(4000, 3000).avif({ effort: 0 }), [4000, 3000]],
])('a large %s is decoded at the size for recognition', async (_, picture, [width, height]) => {
  const { pixels, ...decoded } = await decode(await picture().toBuffer(), limits)

  expect(decoded).toMatchObject({ width, height })
  expect(pixels.grey[0]).toBeGreaterThan(0x95)
  expect(pixels.width * pixels.height).toBeLessThanOrEqual(12_000_000)
})

test('a picture that would be decoded as a whole is rejected by its header', async () => {
  const small = await sharp({ create: { width: 9, height: 9, channels: 4, background: '#999' } })
    .toColourspace('rgb16')
    .png({ progressive: true })
    .toBuffer()

  await expect(decode(withSize(small, 5000, 5000), limits)).rejects.toThrow(TooManyPixelsError)
})

/** PNG with another size in its header. */
function withSize(png: Buffer, width: number, height: number): Buffer {
  const changed = Buffer.from(png)
  changed.writeUInt32BE(width, 16)
  changed.writeUInt32BE(height, 20)
  changed.writeUInt32BE(crc32(changed.subarray(12, 29)), 29)
  return changed
}

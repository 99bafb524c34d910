import type { Pixels } from '../../preparation/pixels.ts'

/** 32-bit words before the pixels. */
const headerWords = 7

/**
 * Pixels in leptonica's serialized format, which it reads as a whole and a PGM byte by byte. All in little-endian
 * 32-bit words: `spix`, width, height, bits per pixel, words per row, colours, bytes that follow; then rows, with
 * the first pixel in the most significant byte of a word.
 * https://github.com/DanBloomberg/leptonica/blob/1.83.0/src/spixio.c (pixSerializeToMemory)
 */
export function toSpix({ grey, width, height }: Omit<Pixels, 'resolution'>): Buffer {
  const rowWords = Math.ceil(width / 4)
  const bytes = 4 * rowWords * height
  const file = Buffer.alloc(4 * headerWords + bytes)
  file.write('spix')
  const header = [width, height, 8, rowWords, 0, bytes]
  for (const [at, value] of header.entries()) file.writeUInt32LE(value, 4 + 4 * at)
  const rows = file.subarray(4 * headerWords)
  for (let y = 0; y < height; y += 1) {
    rows.set(grey.subarray(y * width, (y + 1) * width), 4 * rowWords * y)
  }
  rows.swap32()
  return file
}

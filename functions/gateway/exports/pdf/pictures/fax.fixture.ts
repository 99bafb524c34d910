import sharp from 'sharp'
import { faxOf, withReversedBits } from './fax.ts'

export interface FaxOptions {
  /** Rows of a strip. */
  rows: number
  /** Whether the first pixel is in the lowest bit of a byte. */
  isReversed: boolean
}

/** TIFF of CCITT Group 4 in strips, each encoded by libvips, from a bitonal picture. */
export async function stripedFax(picture: Uint8Array, { rows, isReversed }: FaxOptions) {
  const { width, height } = await sharp(picture).metadata()
  const tops = Array.from({ length: Math.ceil(height / rows) }, (_, index) => index * rows)
  const encoded = await Promise.all(
    tops.map((top) =>
      sharp(picture)
        .extract({ left: 0, top, width, height: Math.min(rows, height - top) })
        .toColourspace('b-w')
        .tiff({ compression: 'ccittfax4', bitdepth: 1 })
        .toBuffer(),
    ),
  )
  const strips = encoded.map((tiff) => {
    const [strip] = faxOf(tiff)?.strips ?? []
    if (!strip) throw new Error('Expected a TIFF of CCITT Group 4')
    const bytes = tiff.subarray(strip.from, strip.to)
    return {
      bytes: Buffer.from(isReversed ? withReversedBits(bytes) : bytes),
      entries: strip.entries,
    }
  })
  const photometric = strips[0]?.entries.includes('BlackIs1') ? 1 : 0
  return { tiff: assemble({ width, height, rows, photometric, isReversed, strips }), strips }
}

interface Parts {
  width: number
  height: number
  rows: number
  photometric: number
  isReversed: boolean
  strips: { bytes: Uint8Array }[]
}

/** Header, strips, their offsets and lengths, directory: TIFF 6.0, section 2. */
function assemble({ width, height, rows, photometric, isReversed, strips }: Parts): Buffer {
  const headerBytes = 8
  const data = Buffer.concat(strips.map(({ bytes }) => bytes))
  const longs = (values: number[]) => {
    const bytes = Buffer.alloc(values.length * 4)
    for (const [index, value] of values.entries()) bytes.writeUInt32LE(value, index * 4)
    return bytes
  }
  let next = headerBytes
  const offsets = strips.map(({ bytes }) => {
    next += bytes.length
    return next - bytes.length
  })
  const lengths = strips.map(({ bytes }) => bytes.length)
  const [offsetsAt, lengthsAt] = [next, next + strips.length * 4]
  const long = 4
  const entries = [
    [256, 1, width],
    [257, 1, height],
    [258, 1, 1],
    [259, 1, 4],
    [262, 1, photometric],
    [266, 1, isReversed ? 2 : 1],
    [273, strips.length, offsetsAt],
    [277, 1, 1],
    [278, 1, rows],
    [279, strips.length, lengthsAt],
  ].map(([tag = 0, count = 0, value = 0]) => {
    const entry = Buffer.alloc(12)
    entry.writeUInt16LE(tag, 0)
    entry.writeUInt16LE(long, 2)
    entry.writeUInt32LE(count, 4)
    entry.writeUInt32LE(value, 8)
    return entry
  })
  const count = Buffer.from([entries.length, 0])
  const directoryAt = lengthsAt + strips.length * 4
  return Buffer.concat([
    ...[Buffer.from('II*\0'), longs([directoryAt]), data, longs(offsets), longs(lengths)],
    ...[count, ...entries, longs([0])],
  ])
}

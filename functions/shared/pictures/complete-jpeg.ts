import type { Metadata } from 'sharp'
import { endMarker, jpegEnd } from './jpeg-end.ts'
import { safeSharp } from './safe-sharp.ts'

/** Rows that contain the last blocks with any subsampling. */
const lastRows = 32
const fillBytes = 16
/** Fewer zeros may belong to the scan. */
const minZeros = 3
/**
 * Each bit is 0 in one and 1 in another. The first two alone decode to the same pixels for 3% of JPEGs that lack some
 * bytes of their scan, all three for half as many.
 */
const fills = [0x55, 0xaa, 0x00]

/**
 * Appends the missing end marker to a JPEG; null for a JPEG that has one. Rejects if more is missing: libvips does
 * not report missing data in the last rows, but with a truncated scan these depend on the bytes that follow.
 * Takes three decodings of at most `seconds` each.
 */
export async function completeJpeg(
  jpeg: Uint8Array,
  { width, height }: Metadata,
  seconds: number,
): Promise<Uint8Array | null> {
  const end = jpegEnd(jpeg)
  if (end === 'complete') return null
  if (end === 'truncated') throw new Error('Expected all scans of a JPEG, got only some')
  const scans = withoutFiller(jpeg)
  const rows = Math.min(height, lastRows)
  const bottom = { left: 0, top: height - rows, width, height: rows }
  let decoded: Buffer | undefined
  // In turn: a decoder of a progressive JPEG holds all its coefficients.
  for (const fill of fills) {
    const filled = Buffer.concat([scans, Buffer.alloc(fillBytes, fill), endMarker])
    const pixels = await safeSharp(filled, { failOn: 'none', limitInputPixels: false })
      .timeout({ seconds })
      .extract(bottom)
      .raw()
      .toBuffer()
    decoded ??= pixels
    if (!pixels.equals(decoded)) {
      throw new Error('Expected the complete last scan of a JPEG, got a part')
    }
  }
  return Buffer.concat([scans, endMarker])
}

/** Removes bytes that would be read as scan data: zeros of a partly written file, half a marker. */
function withoutFiller(jpeg: Uint8Array): Uint8Array {
  let length = jpeg.length
  while (jpeg[length - 1] === 0) length -= 1
  if (jpeg.length - length < minZeros) length = jpeg.length
  return jpeg.subarray(0, jpeg[length - 1] === 0xff ? length - 1 : length)
}

import type { Metadata } from 'sharp'
import { endMarker, jpegEnd } from './jpeg-end.ts'
import { safeSharp } from './safe-sharp.ts'

/** In which the last blocks of any sampling are. */
const lastRows = 32
const fillBytes = 16
/** Fewer may be of the scan. */
const minZeros = 3
/** Of two fills each bit is 0 in one and 1 in the other. */
const fills = [0x55, 0xaa]

/**
 * A JPEG that lacks nothing but its end marker, with it; null for one that has it. Rejects where more is missing:
 * libvips does not tell that of the last rows, but these depend on what follows if their scan is cut short.
 * Takes two decodings of at most so many seconds each.
 */
export async function endedJpeg(
  jpeg: Uint8Array,
  { width, height }: Metadata,
  seconds: number,
): Promise<Uint8Array | null> {
  const end = jpegEnd(jpeg)
  if (end === 'ended') return null
  if (end === 'cut') throw new Error('Expected all scans of a JPEG, some are missing')
  const scans = withoutFiller(jpeg)
  const rows = Math.min(height, lastRows)
  const bottom = { left: 0, top: height - rows, width, height: rows }
  const [first, second] = await Promise.all(
    fills.map((fill) => {
      const filled = Buffer.concat([scans, Buffer.alloc(fillBytes, fill), endMarker])
      return safeSharp(filled, { failOn: 'none', limitInputPixels: false })
        .timeout({ seconds })
        .extract(bottom)
        .raw()
        .toBuffer()
    }),
  )
  if (!first?.equals(second ?? Buffer.alloc(0))) {
    throw new Error('Expected the whole of a JPEG’s last scan, got a part')
  }
  return Buffer.concat([scans, endMarker])
}

/** Without what would be read as a scan's data: zeros of a file that was not written to its end, half a marker. */
function withoutFiller(jpeg: Uint8Array): Uint8Array {
  let length = jpeg.length
  while (jpeg[length - 1] === 0) length -= 1
  if (jpeg.length - length < minZeros) length = jpeg.length
  return jpeg.subarray(0, jpeg[length - 1] === 0xff ? length - 1 : length)
}

import { tiffEntries, wholeNumbers, withinFile } from './tiff-entries.ts'
import { tiffPages } from './tiff-pages.ts'

/** TIFF 6.0, sections 3, 8 and 15: https://www.itu.int/itudoc/itu-t/com16/tiff-fx/docs/tiff6.pdf */
const tags = { compression: 259, offsets: [273, 324], counts: [279, 325] }
const known = new Set([tags.compression, ...tags.offsets, ...tags.counts])
const [none, oldJpeg, jpeg, packBits] = [1, 6, 7, 32_773]
const endOfImage = Buffer.of(0xff, 0xd9)
/** In other compressions than PackBits, no block begins with as many zeros. */
const maxZeros = 64
/** More than the rows of a picture have. */
const maxBlocks = 200_000

/**
 * Whether a strip or tile of page `number`, from 1, is missing, zeroed or, as a JPEG, truncated. libvips leaves it blank
 * where it tolerates transmission errors of a fax, and libjpeg the end of a truncated JPEG.
 */
export function lacksBlock(image: Uint8Array, number: number): boolean {
  const found = withinFile(image, (view) => {
    const page = tiffPages(image)?.[number - 1]
    const values = new Map<number, number[]>()
    for (const entry of page ? tiffEntries(view, page.start) : []) {
      // libtiff uses the first of duplicate tags.
      if (!known.has(entry.tag) || values.has(entry.tag)) continue
      values.set(entry.tag, wholeNumbers(view, entry, maxBlocks) ?? [])
    }
    const first = (choices: number[]) => choices.flatMap((tag) => values.get(tag) ?? [])
    const [compression = none] = values.get(tags.compression) ?? []
    // Other entries may say where it is.
    if (compression === oldJpeg) return false
    const [offsets, counts] = [first(tags.offsets), first(tags.counts)]
    let trailingBytes = 0
    return offsets.some((from, index) => {
      if (from === 0 || from >= image.length) return true
      const count = counts[index]
      // libtiff guesses a missing length, and that of a single strip.
      if (count === undefined || (count === 0 && offsets.length === 1)) return false
      if (compression === none) return count === 0
      if (count === 0 || from + count > image.length) return true
      const block = image.subarray(from, from + count)
      if (compression === jpeg) trailingBytes += bytesBehindJpeg(block)
      // Blocks may overlap, to be searched again and again.
      return trailingBytes > image.length || (compression !== packBits && isZeroed(block))
    })
  })
  return found ?? false
}

function isZeroed(block: Uint8Array): boolean {
  return block.subarray(0, maxZeros).every((byte) => byte === 0)
}

/**
 * Padding behind the last end of an image; infinite without one. Entropy-coded data does not contain the marker: ITU-T
 * T.81, B.1.1.5.
 */
function bytesBehindJpeg(block: Uint8Array): number {
  const buffer = Buffer.from(block.buffer, block.byteOffset, block.byteLength)
  const end = buffer.lastIndexOf(endOfImage)
  return end < 0 ? Number.POSITIVE_INFINITY : block.length - end
}

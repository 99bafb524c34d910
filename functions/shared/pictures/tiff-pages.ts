/** TIFF 6.0, section 8: https://www.itu.int/itudoc/itu-t/com16/tiff-fx/docs/tiff6.pdf */
const newSubfileType = 254
/** Bits of NewSubfileType: a reduced version of another image, and a transparency mask. */
const reducedOrMask = 0b101
/** The deprecated tag, and its value for a reduced version. */
const subfileType = 255
const reduced = 2

const byteOrders = { big: 0x4d4d002a, little: 0x49492a00 }
/** Limit of entries in all directories, plus one per directory: more than the largest scanned stack has. */
const maxEntries = 500_000

/** A directory of a TIFF. */
export interface TiffPage {
  /** Index among all directories, from 0. */
  number: number
  /** Offset in the file. */
  start: number
}

/**
 * Directories that are pages, not thumbnails or masks; the first directory if none is a page. Null for other formats,
 * for BigTIFF, and if the chain of directories is broken.
 *
 *     0  'II' or 'MM', 42, offset of the first directory (4 bytes)
 *     directory: count (2 bytes), entries of 12 bytes, offset of the next one or 0 (4 bytes)
 *     entry: tag (2), type (2), count (4), value or its offset (4)
 */
export function tiffPages(image: Uint8Array): TiffPage[] | null {
  const view = new DataView(image.buffer, image.byteOffset, image.byteLength)
  try {
    const order = view.getUint32(0)
    if (order !== byteOrders.big && order !== byteOrders.little) return null
    const isLittle = order === byteOrders.little
    const first = view.getUint32(4, isLittle)
    const pages: TiffPage[] = []
    let number = 0
    let entries = 0
    for (let start = first; start !== 0; number += 1) {
      const count = view.getUint16(start, isLittle)
      entries += 1 + count
      // The chain may contain a cycle.
      if (entries > maxEntries) return null
      if (isPage(view, { start, count, isLittle })) pages.push({ number, start })
      start = view.getUint32(start + 2 + count * 12, isLittle)
    }
    return pages.length > 0 ? pages : [{ number: 0, start: first }]
  } catch (error) {
    // An offset points outside the file.
    if (error instanceof RangeError) return null
    throw error
  }
}

function isPage(
  view: DataView,
  { start, count, isLittle }: { start: number; count: number; isLittle: boolean },
): boolean {
  for (let entry = 0; entry < count; entry += 1) {
    const at = start + 2 + entry * 12
    const tag = view.getUint16(at, isLittle)
    if (tag === newSubfileType) return (view.getUint32(at + 8, isLittle) & reducedOrMask) === 0
    if (tag === subfileType) return view.getUint16(at + 8, isLittle) !== reduced
  }
  return true
}

import { isLittleEndian, tiffEntries, wholeNumbers, withinFile } from './tiff-entries.ts'

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
 * for BigTIFF, and if the chain of directories is broken. Throws if it is endless, or if entries share their values so
 * much that these are longer than the file: libtiff copies those of every entry, which takes minutes for a small file.
 *
 *     0  'II' or 'MM', 42, offset of the first directory (4 bytes)
 */
export function tiffPages(image: Uint8Array): TiffPage[] | null {
  return withinFile(image, (view) => {
    const order = view.getUint32(0)
    if (order !== byteOrders.big && order !== byteOrders.little) return null
    const isLittle = isLittleEndian(view)
    const first = view.getUint32(4, isLittle)
    const pages: TiffPage[] = []
    let number = 0
    let entries = 0
    let valueBytes = 0
    for (let start = first; start !== 0; number += 1) {
      const count = view.getUint16(start, isLittle)
      entries += 1 + count
      // The chain may contain a cycle.
      if (entries > maxEntries) throw new Error('Expected a TIFF of fewer entries')
      valueBytes += valueBytesOf(view, start)
      if (valueBytes > image.byteLength) throw new Error('Expected a TIFF that holds its values')
      if (isPage(view, start)) pages.push({ number, start })
      start = view.getUint32(start + 2 + count * 12, isLittle)
    }
    return pages.length > 0 ? pages : [{ number: 0, start: first }]
  })
}

/** Makes a page the only one of its TIFF, in place: its directory becomes the first, and has no next one. */
export function isolatePage(tiff: Uint8Array, { start }: TiffPage): void {
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength)
  const isLittle = isLittleEndian(view)
  view.setUint32(4, start, isLittle)
  view.setUint32(start + 2 + view.getUint16(start, isLittle) * 12, 0, isLittle)
}

/** Bytes of the values that do not lie in the entries themselves. */
function valueBytesOf(view: DataView, start: number): number {
  let sum = 0
  for (const { valueBytes } of tiffEntries(view, start)) if (valueBytes > 4) sum += valueBytes
  return sum
}

function isPage(view: DataView, start: number): boolean {
  for (const entry of tiffEntries(view, start)) {
    const [value = 0] = wholeNumbers(view, entry, 1) ?? []
    if (entry.tag === newSubfileType) return (value & reducedOrMask) === 0
    if (entry.tag === subfileType) return value !== reduced
  }
  return true
}

import {
  fieldBytes,
  isLittleEndian,
  tiffEntries,
  unsigned,
  wholeNumbers,
  withinFile,
} from './tiff-entries.ts'

/** TIFF 6.0, section 8: https://www.itu.int/itudoc/itu-t/com16/tiff-fx/docs/tiff6.pdf */
const newSubfileType = 254
/** Bits of NewSubfileType: a reduced version of another image, and a transparency mask. */
const reducedOrMask = 0b101
/** The deprecated tag, and its value for a reduced version. */
const subfileType = 255
const reduced = 2

/** 'II' or 'MM', and the version of a TIFF or a BigTIFF in that byte order. */
const signatures = [0x49492a00, 0x49492b00, 0x4d4d002a, 0x4d4d002b]
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
 * and if the chain of directories is broken. Throws if it is endless, or if entries share their values so much that
 * these are longer than the file: libtiff copies those of every entry, which takes minutes for a small file.
 *
 *     TIFF: 'II' or 'MM', 42, offset of the first directory (4 bytes)
 *     BigTIFF: 'II' or 'MM', 43, 8 and 0 (2 bytes each), offset of the first directory (8 bytes)
 */
export function tiffPages(image: Uint8Array): TiffPage[] | null {
  return withinFile(image, (view) => {
    if (!signatures.includes(view.getUint32(0))) return null
    const bytes = fieldBytes(view)
    const first = unsigned(view, bytes.offset, bytes.offset)
    const pages: TiffPage[] = []
    let number = 0
    let entries = 0
    let valueBytes = 0
    for (let start = first; start !== 0; number += 1) {
      const count = unsigned(view, start, bytes.directoryCount)
      entries += 1 + count
      // The chain may contain a cycle.
      if (entries > maxEntries) throw new Error('Expected a TIFF of fewer entries')
      valueBytes += valueBytesOf(view, start)
      if (valueBytes > image.byteLength) throw new Error('Expected a TIFF that holds its values')
      if (isPage(view, start)) pages.push({ number, start })
      start = unsigned(view, nextAt(view, start), bytes.offset)
    }
    return pages.length > 0 ? pages : [{ number: 0, start: first }]
  })
}

/** Makes a page the only one of its TIFF, in place: its directory becomes the first, and has no next one. */
export function isolatePage(tiff: Uint8Array, { start }: TiffPage): void {
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength)
  const { offset } = fieldBytes(view)
  const setOffset = (at: number, value: number) =>
    offset === 4
      ? view.setUint32(at, value, isLittleEndian(view))
      : view.setBigUint64(at, BigInt(value), isLittleEndian(view))
  setOffset(offset, start)
  setOffset(nextAt(view, start), 0)
}

/** Where a directory has the offset of the next one. */
function nextAt(view: DataView, start: number): number {
  const bytes = fieldBytes(view)
  const count = unsigned(view, start, bytes.directoryCount)
  return start + bytes.directoryCount + count * bytes.entry
}

/** Bytes of the values of a directory. */
function valueBytesOf(view: DataView, start: number): number {
  let sum = 0
  for (const { valueBytes } of tiffEntries(view, start)) sum += valueBytes
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

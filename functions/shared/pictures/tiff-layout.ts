import { tiffPages } from './tiff-pages.ts'

/** Storage layout of the pixels of a TIFF's first page. */
export interface TiffLayout {
  /** Size in px; null if the image has strips. */
  tile: { width: number; height: number } | null
  rowsPerStrip: number
  /** Whether each channel is stored separately. */
  isPlanar: boolean
  isYCbCr: boolean
}

/** TIFF 6.0, sections 2 and 15: https://www.itu.int/itudoc/itu-t/com16/tiff-fx/docs/tiff6.pdf */
const tags = {
  photometricInterpretation: 262,
  rowsPerStrip: 278,
  planarConfiguration: 284,
  tileWidth: 322,
  tileLength: 323,
}
const types = { short: 3, long: 4 }
const yCbCr = 6
const planar = 2

const known = new Set<number>(Object.values(tags))

/**
 * Reads the directory of the decoded page. Null if it is not found, for BigTIFF and broken files, and if a value has a
 * type other than the specified one: libtiff also accepts bytes, signed and long types.
 *
 *     0  'II' or 'MM', 42, offset of the directory (4 bytes)
 *     directory: count (2 bytes), then for each entry: tag (2), type (2), count (4), value or its offset (4)
 */
export function tiffLayout(image: Uint8Array): TiffLayout | null {
  try {
    const page = tiffPages(image)?.[0]
    if (!page) return null
    const values = directoryAt(image, page.start)
    if (values === null) return null
    const [width, height] = [values.get(tags.tileWidth), values.get(tags.tileLength)]
    return {
      tile: width && height ? { width, height } : null,
      rowsPerStrip: values.get(tags.rowsPerStrip) ?? Number.POSITIVE_INFINITY,
      isPlanar: values.get(tags.planarConfiguration) === planar,
      isYCbCr: values.get(tags.photometricInterpretation) === yCbCr,
    }
  } catch (error) {
    // An offset points outside the file.
    if (error instanceof RangeError) return null
    throw error
  }
}

/** Entries with a single number, by tag. */
function directoryAt(image: Uint8Array, start: number): Map<number, number> | null {
  const view = new DataView(image.buffer, image.byteOffset, image.byteLength)
  const isLittle = view.getUint16(0) === 0x4949
  const values = new Map<number, number>()
  for (let entry = 0; entry < view.getUint16(start, isLittle); entry += 1) {
    const at = start + 2 + entry * 12
    const tag = view.getUint16(at, isLittle)
    const type = view.getUint16(at + 2, isLittle)
    // libtiff uses the first of duplicate tags.
    if (view.getUint32(at + 4, isLittle) !== 1 || values.has(tag)) continue
    if (type === types.short) values.set(tag, view.getUint16(at + 8, isLittle))
    else if (type === types.long) values.set(tag, view.getUint32(at + 8, isLittle))
    else if (known.has(tag)) return null
  }
  return values
}

import { tiffEntries, wholeNumbers, withinFile } from './tiff-entries.ts'
import { tiffPages } from './tiff-pages.ts'

/** Storage layout of the pixels of a TIFF's page. */
export interface TiffLayout {
  /** Size in px; null if the image has strips. */
  tile: { width: number; height: number } | null
  rowsPerStrip: number
  /** Whether each channel is stored separately. */
  isPlanar: boolean
  isYCbCr: boolean
  /** Whether it is compressed as CCITT Group 3 or 4. */
  isFax: boolean
  /** Whether there is an extra sample, and it is transparency. */
  hasAlpha: boolean
}

/** TIFF 6.0, sections 3, 8, 15 and 18: https://www.itu.int/itudoc/itu-t/com16/tiff-fx/docs/tiff6.pdf */
const tags = {
  compression: 259,
  photometricInterpretation: 262,
  rowsPerStrip: 278,
  planarConfiguration: 284,
  tileWidth: 322,
  tileLength: 323,
  extraSamples: 338,
}
const faxes = [2, 3, 4]
const yCbCr = 6
const planar = 2
/** Premultiplied or not; 0 is unspecified. */
const alphas = [1, 2]

const known = new Set<number>(Object.values(tags))

/**
 * Reads the directory of page `number`, from 1. Null if it is not found, for broken files, and if a value has a type
 * other than the specified one: libtiff also accepts bytes and signed types.
 */
export function tiffLayout(image: Uint8Array, number: number): TiffLayout | null {
  return withinFile(image, (view) => {
    const page = tiffPages(image)?.[number - 1]
    const values = page ? directoryAt(view, page.start) : null
    if (values === null) return null
    const [width, height] = [values.get(tags.tileWidth), values.get(tags.tileLength)]
    return {
      tile: width && height ? { width, height } : null,
      rowsPerStrip: values.get(tags.rowsPerStrip) ?? Number.POSITIVE_INFINITY,
      isPlanar: values.get(tags.planarConfiguration) === planar,
      isYCbCr: values.get(tags.photometricInterpretation) === yCbCr,
      isFax: faxes.includes(values.get(tags.compression) ?? 1),
      hasAlpha: alphas.includes(values.get(tags.extraSamples) ?? 0),
    }
  })
}

/** Entries with a single number, by tag. */
function directoryAt(view: DataView, start: number): Map<number, number> | null {
  const values = new Map<number, number>()
  for (const entry of tiffEntries(view, start)) {
    // libtiff uses the first of duplicate tags.
    if (entry.count !== 1 || values.has(entry.tag)) continue
    const [value] = wholeNumbers(view, entry, 1) ?? []
    if (value !== undefined) values.set(entry.tag, value)
    else if (known.has(entry.tag)) return null
  }
  return values
}

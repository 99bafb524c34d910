import { isLittleEndian, tiffEntries, withinFile } from './tiff-entries.ts'
import { type TiffPage, tiffPages } from './tiff-pages.ts'

/** Dots per unit of length, in any unit: only the ratio is used. */
export interface Resolution {
  across: number
  down: number
}

/** Resolution stored in a PNG or JPEG, or for a page of a TIFF, by number from 1; null without one. */
export function resolutionOf(image: Uint8Array, page = 1): Resolution | null {
  return withinFile(
    image,
    (view) => ofPng(view) ?? ofJpeg(view) ?? ofTiff(view, tiffPages(image)?.[page - 1]),
  )
}

/** First four of the eight bytes of a PNG signature; chunks follow the signature. */
const pngSignature = 0x89504e47
const pngChunksAt = 8
const physicalSize = 0x70485973
const imageData = 0x49444154

/**
 * https://www.w3.org/TR/png-3/#11pHYs
 *
 *     chunk: length (4 bytes), type (4), data, CRC (4)
 *     data of pHYs: pixels per unit across (4), down (4), unit (1)
 */
function ofPng(view: DataView): Resolution | null {
  if (view.getUint32(0) !== pngSignature) return null
  let at = pngChunksAt
  while (view.getUint32(at + 4) !== imageData) {
    if (view.getUint32(at + 4) === physicalSize) {
      return { across: view.getUint32(at + 8), down: view.getUint32(at + 12) }
    }
    at += 12 + view.getUint32(at)
  }
  return null
}

/** Start of image, then the marker APP0. */
const jfifStart = 0xffd8ffe0
/** 'JFIF' in ASCII. */
const jfif = 0x4a464946

/**
 * https://www.w3.org/Graphics/JPEG/jfif3.pdf
 *
 *     0  FF D8 FF E0, length (2 bytes), 'JFIF' 0, version (2), unit (1), across (2), down (2)
 */
function ofJpeg(view: DataView): Resolution | null {
  if (view.getUint32(0) !== jfifStart || view.getUint32(6) !== jfif) return null
  return { across: view.getUint16(14), down: view.getUint16(16) }
}

/** TIFF 6.0, section 8: https://www.itu.int/itudoc/itu-t/com16/tiff-fx/docs/tiff6.pdf */
const [xResolution, yResolution] = [282, 283]
const rational = 5

/** A rational: a numerator and a denominator, of 4 bytes each. */
function ofTiff(view: DataView, page: TiffPage | undefined): Resolution | null {
  if (page === undefined) return null
  const isLittle = isLittleEndian(view)
  const found: Partial<Resolution> = {}
  for (const { tag, type, valuesAt } of tiffEntries(view, page.start)) {
    if (tag !== xResolution && tag !== yResolution) continue
    if (type !== rational) return null
    const dots = view.getUint32(valuesAt, isLittle) / view.getUint32(valuesAt + 4, isLittle)
    found[tag === xResolution ? 'across' : 'down'] = dots
  }
  const { across, down } = found
  return across !== undefined && down !== undefined ? { across, down } : null
}

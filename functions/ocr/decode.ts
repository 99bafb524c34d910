import { safeSharp } from '../shared/safe-sharp.ts'
import { UnreadableImageError } from './engine/engine.ts'

export interface Decoded {
  /** What the engine is to read: upright, PNG or PGM. */
  image: Uint8Array
  width: number
  height: number
}

/** More pixels than any page needs; told from the header, before anything is decoded. */
export class TooManyPixelsError extends Error {
  override name = 'TooManyPixelsError'
}

export interface PixelLimits {
  maxPixels: number
  maxSide: number
}

/**
 * Makes a picture safe to recognise: its header read first, its first frame only, turned as EXIF says.
 * Throws UnreadableImageError for one that is broken or cut short, TooManyPixelsError for a bomb.
 */
export async function decode(image: Uint8Array, limits: PixelLimits): Promise<Decoded> {
  const options = { failOn: 'truncated', limitInputPixels: limits.maxPixels, pages: 1 } as const
  const header = await readable(() =>
    safeSharp(image, { ...options, limitInputPixels: false }).metadata(),
  )
  const { width: storedWidth, height: storedHeight, format, orientation = 1 } = header
  if (
    storedWidth * storedHeight > limits.maxPixels ||
    Math.max(storedWidth, storedHeight) > limits.maxSide
  ) {
    throw new TooManyPixelsError(`${storedWidth} × ${storedHeight} px`)
  }
  const [width, height] =
    orientation > 4 ? [storedHeight, storedWidth] : [storedWidth, storedHeight]

  const picture = () => safeSharp(image, options).autoOrient().flatten({ background: '#fff' })
  // The engine's own PNG decoder refuses what is broken; of a JPEG it would read the half that is there.
  if (format === 'png' && orientation === 1) return { image, width, height }
  // Scans: a PNG keeps their resolution, which a PGM cannot say.
  if (format === 'tiff') {
    const png = await readable(() =>
      picture().keepMetadata().png({ compressionLevel: 1 }).toBuffer(),
    )
    return { image: png, width, height }
  }
  const grey = await readable(() => picture().toColourspace('b-w').raw().toBuffer())
  return { image: toPgm(grey, width, height), width, height }
}

/** https://netpbm.sourceforge.net/doc/pgm.html : a header in ASCII, then a byte a pixel. */
function toPgm(grey: Uint8Array, width: number, height: number): Uint8Array {
  return Buffer.concat([Buffer.from(`P5\n${width} ${height}\n255\n`), grey])
}

async function readable<T>(decoding: () => Promise<T>): Promise<T> {
  try {
    return await decoding()
  } catch (error) {
    throw new UnreadableImageError(error instanceof Error ? error.message : String(error))
  }
}

import { openPicture } from '../shared/picture.ts'
import { maxDecodedPixels, type PixelLimits, requireBounded } from '../shared/pixel-limits.ts'
import { withoutNoise } from './noise.ts'
import type { Pixels } from './pixels.ts'

/** A picture that is safe to be read. */
export interface Decoded {
  /** Upright as its EXIF says, no larger than helps. */
  pixels: Pixels
  /** Of the picture, upright. */
  width: number
  height: number
}

/** A picture that is broken or cut short. */
export class UnreadableImageError extends Error {
  override name = 'UnreadableImageError'
}

/** Px of the shorter side: a letter page at 188 dpi, which is read as well as at 300 and sooner (docs/reading.md). */
const enough = 1600
/** In all: three pages like that below each other. More takes memory and finds nothing. */
const enoughInAll = 12_000_000
/** Scanners say their resolution; cameras and scaled pictures say anything, most of all 72. */
const plausible = { least: 200, most: 1200 }
/** Of a poster that was scaled down; Tesseract believes no less. */
const leastTold = 70
/** Of photographs that say nothing: till receipts are read best as 250 to 280, by far (docs/reading.md). */
const usual = 265

/**
 * Makes pixels of a picture: its header read first, its first frame only, turned as EXIF says, on white.
 * Throws UnreadableImageError for one that is broken or cut short, TooManyPixelsError for one that is
 * larger than what is decoded.
 */
export async function decode(image: Uint8Array, limits: PixelLimits): Promise<Decoded> {
  const { header, picture } = await readable(() => openPicture(image, limits.maxPixels))
  requireBounded(header, image, limits)
  const { width: storedWidth, height: storedHeight, density, orientation = 1 } = header
  const [width, height] =
    orientation > 4 ? [storedHeight, storedWidth] : [storedWidth, storedHeight]
  const factor = Math.min(
    enough / Math.min(width, height),
    Math.sqrt(Math.min(enoughInAll, maxDecodedPixels(header)) / (width * height)),
    1,
  )
  const atLeastOne = (px: number) => Math.max(Math.round(px), 1)
  const size = { width: atLeastOne(width * factor), height: atLeastOne(height * factor) }
  const { data, info } = await readable(() =>
    // Read as well as with sharper kernels, and sooner made.
    (factor < 1 ? picture.resize({ ...size, fit: 'fill', kernel: 'linear' }) : picture)
      .toColourspace('b-w')
      .raw()
      .toBuffer({ resolveWithObject: true }),
  )
  const resolution = isPlausible(density)
    ? Math.max(Math.round(density * factor), leastTold)
    : usual
  const pixels = { grey: data, width: info.width, height: info.height, resolution }
  return { pixels: await withoutNoise(pixels), width, height }
}

function isPlausible(density: number | undefined): density is number {
  return density !== undefined && density >= plausible.least && density <= plausible.most
}

async function readable<T>(decoding: () => Promise<T>): Promise<T> {
  try {
    return await decoding()
  } catch (error) {
    throw new UnreadableImageError(error instanceof Error ? error.message : String(error))
  }
}

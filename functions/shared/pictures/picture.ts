import type { Metadata, Sharp } from 'sharp'
import { completeJpeg } from './complete-jpeg.ts'
import { pixelFault } from './pixel-limits.ts'
import { safeSharp } from './safe-sharp.ts'
import { tiffPages } from './tiff-pages.ts'

/** Limit for malicious pictures; the largest ordinary one takes a tenth of it. */
const decodeSeconds = 20

/**
 * Opens a picture for recognition and for display, so that both accept the same pictures: only the first page, rotated
 * according to EXIF, with its transparency. Rejects if the header is broken or scans are missing; reading the pixels
 * rejects if anything else is broken, or if there are more than `maxPixels`.
 */
export async function openPicture(
  image: Uint8Array,
  maxPixels: number,
): Promise<{ header: Metadata; picture: Sharp }> {
  const options = {
    failOn: 'truncated',
    page: tiffPages(image)?.[0]?.number ?? 0,
    pages: 1,
  } as const
  const header = await safeSharp(image, { ...options, limitInputPixels: false }).metadata()
  // The caller rejects a too large picture by its header: it is not decoded here.
  const fault = pixelFault(header, image, { maxPixels, maxSide: Number.POSITIVE_INFINITY })
  const completed =
    header.format === 'jpeg' && fault === null
      ? await completeJpeg(image, header, decodeSeconds)
      : null
  // In a completed JPEG, a truncated scan causes only a warning.
  const failOn = completed ? 'warning' : options.failOn
  const upright = safeSharp(completed ?? image, { ...options, failOn, limitInputPixels: maxPixels })
    .timeout({ seconds: decodeSeconds })
    .autoOrient()
  // With several extra channels, as in TIFFs for print, none of them is transparency to libvips.
  const picture = header.channels - coloursOf(header) > 1 ? upright.removeAlpha() : upright
  return { header, picture }
}

function coloursOf({ space }: Metadata): number {
  if (space === 'b-w' || space === 'grey16') return 1
  return space === 'cmyk' ? 4 : 3
}

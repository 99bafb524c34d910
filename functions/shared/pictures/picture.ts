import type { Metadata, Sharp } from 'sharp'
import { pixelFault } from './pixel-limits.ts'
import { safeSharp } from './safe-sharp.ts'
import { tiffPages } from './tiff-pages.ts'
import { endedJpeg } from './whole-jpeg.ts'

/** For a picture that is made to be slow; the largest that is not takes a tenth of it. */
const decodeSeconds = 20

/**
 * Opens a picture for whoever reads or shows it, so that both take the same ones: its header first, its first page
 * only, upright as EXIF says, transparent where it is. Rejects where the header is broken or scans are missing; the
 * pixels where anything else is, or where they are more than `maxPixels`.
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
  // Whoever opens one that is too large refuses it by its header: nothing of it is decoded before.
  const fault = pixelFault(header, image, { maxPixels, maxSide: Number.POSITIVE_INFINITY })
  const ended =
    header.format === 'jpeg' && fault === null
      ? await endedJpeg(image, header, decodeSeconds)
      : null
  // A scan that is cut short in a JPEG whose end was added is only warned of.
  const failOn = ended ? 'warning' : options.failOn
  const upright = safeSharp(ended ?? image, { ...options, failOn, limitInputPixels: maxPixels })
    .timeout({ seconds: decodeSeconds })
    .autoOrient()
  // Of several channels beside the colours, as printers' TIFFs have them, libvips takes none for the transparency.
  const picture = header.channels - coloursOf(header) > 1 ? upright.removeAlpha() : upright
  return { header, picture }
}

function coloursOf({ space }: Metadata): number {
  if (space === 'b-w' || space === 'grey16') return 1
  return space === 'cmyk' ? 4 : 3
}

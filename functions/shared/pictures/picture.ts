import type { Metadata, Sharp, SharpOptions } from 'sharp'
import { completeJpeg } from './complete-jpeg.ts'
import { deepGreyOf, scaledGrey } from './deep-grey.ts'
import { bmpHeader, isBmp } from './foreign/bmp-header.ts'
import { heifCompression, hevcFormat } from './foreign/heif-compression.ts'
import { type PixelLimits, pixelFault, TooManyPixelsError } from './pixel-limits.ts'
import { safeSharp } from './safe-sharp.ts'
import { lacksBlock } from './tiff-blocks.ts'
import { type TiffLayout, tiffLayout } from './tiff-layout.ts'
import { tiffPages } from './tiff-pages.ts'
import { hasPadding, withoutPadding } from './tiff-samples.ts'

/** Limit for malicious pictures; the largest ordinary one takes a tenth of it. */
const decodeSeconds = 20

/**
 * Opens a picture for recognition and for display, so that both accept the same pictures: only one page, by number from
 * 1, rotated according to EXIF, with its transparency. Rejects with TooManyPixelsError if its header exceeds `limits`,
 * and if the header is broken or scans are missing; reading the pixels rejects if anything else is broken.
 */
export async function openPicture(
  image: Uint8Array,
  limits: PixelLimits,
  page = 1,
): Promise<{ header: Metadata; picture: Sharp }> {
  const options = { failOn: 'truncated', page: frameOf(image, page), pages: 1 } as const
  const header = await headerOf(image, options)
  const fault = pixelFault(header, image, limits, page)
  if (fault !== null) throw new TooManyPixelsError(fault)
  const format = formatOfHeader(header)
  if (format === 'heic' || format === 'bmp') {
    return { header, picture: await decoded(format, image) }
  }
  const tiff = format === 'tiff' ? tiffLayout(image, page) : null
  if (format === 'tiff' && lacksBlock(image, page)) {
    throw new Error('Expected a TIFF with all its strips or tiles')
  }
  const completed = format === 'jpeg' ? await completeJpeg(image, header, decodeSeconds) : null
  const limitInputPixels = limits.MAX_PIXELS
  const strictness = strictnessFor(header, tiff, completed !== null)
  const upright = safeSharp(completed ?? image, { ...options, ...strictness, limitInputPixels })
    .timeout({ seconds: decodeSeconds })
    .autoOrient()
  if (format === 'tiff' && hasPadding(header, tiff)) {
    const picture = await withoutPadding(upright, header)
    return { header: { ...header, hasAlpha: false }, picture }
  }
  const deep = format === 'tiff' ? deepGreyOf(header) : null
  return { header, picture: deep ? await scaledGrey(upright, deep) : upright }
}

/** Faults with which decoding fails; by default missing scans. */
function strictnessFor(
  header: Metadata,
  tiff: TiffLayout | null,
  isCompleted: boolean,
): SharpOptions {
  // In a completed JPEG, a truncated scan causes only a warning.
  if (isCompleted) return { failOn: 'warning' }
  // A fax often has a line with a transmission error.
  if (header.format !== 'tiff' || (header.bitsPerSample === 1 && tiff?.isFax !== false)) return {}
  // By default, a strip that cannot be decoded is blank; to libvips, one of a tile is a warning, too. Only the colours of
  // print need their profile, which may be broken.
  const failOn = tiff?.tile ? 'warning' : 'error'
  return { failOn, ignoreIcc: !['cmyk', 'lab'].includes(header.space) }
}

/**
 * Header of a picture of any accepted format, whatever its size; `page` is that of `frameOf`. Rejects if it is broken.
 */
export async function headerOf(image: Uint8Array, options: SharpOptions): Promise<Metadata> {
  if (isBmp(image)) return bmpHeader(image)
  const header = await safeSharp(image, { ...options, limitInputPixels: false }).metadata()
  const compression = header.format === 'heif' ? heifCompression(image) : null
  if (!compression) return header
  const { chromaSubsampling } = hevcFormat(image) ?? {}
  return { ...header, compression, ...(chromaSubsampling && { chromaSubsampling }) }
}

/**
 * Format by a header of `headerOf`, by sharp's names; besides them `heic`, of which sharp reads the header alone, and
 * `bmp`. The brands of a HEIF may be those of both an AVIF and a HEIC.
 */
export function formatOfHeader({ format, compression }: Metadata): string {
  if (format === 'raw') return 'bmp'
  return format === 'heif' && compression === 'hevc' ? 'heic' : format
}

/** Upright already. */
async function decoded(format: 'heic' | 'bmp', image: Uint8Array): Promise<Sharp> {
  const { decodeForeign } = await import('./foreign/decode-foreign.ts')
  const { data, ...raw } = await decodeForeign(format, image, decodeSeconds * 1000)
  return safeSharp(data, { raw })
}

/** Index of a page among all frames of a picture; only those of a TIFF are pages. Throws if there is no such page. */
export function frameOf(image: Uint8Array, page: number): number {
  const frame = tiffPages(image)?.[page - 1]?.number
  if (frame !== undefined) return frame
  if (page === 1) return 0
  throw new Error(`Expected a picture with a page ${page}`)
}

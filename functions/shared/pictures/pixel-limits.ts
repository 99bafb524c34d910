import type { Metadata } from 'sharp'
import type { Settings } from '../settings/env.ts'
import { deepGreyBytes, deepGreyOf } from './deep-grey.ts'
import { type TiffLayout, tiffLayout } from './tiff-layout.ts'
import { hasPadding, unpaddedBytes } from './tiff-samples.ts'

export type PixelLimits = Pick<Settings, 'MAX_PIXELS' | 'MAX_SIDE'>

/** A picture exceeds the decoding limits, according to its header. */
export class TooManyPixelsError extends Error {
  override name = 'TooManyPixelsError'
}

export type PictureHeader = Pick<
  Metadata,
  | 'width'
  | 'height'
  | 'format'
  | 'channels'
  | 'depth'
  | 'isProgressive'
  | 'chromaSubsampling'
  | 'compression'
> &
  Partial<Pick<Metadata, 'space'>>

/** Limit for pictures that, unlike a baseline JPEG, cannot be decoded at a smaller scale: time grows with pixels. */
const maxFullScalePixels = 100_000_000
/** Limit of a decoder's memory: in total, a process of ocr stays below 512 MiB (docs/reading.md). */
const maxHeldBytes = 200_000_000
/** Limit of decoded grey pixels. */
const maxGreyPixels = 50_000_000

/**
 * Reason why a picture must not be decoded, according to its header; null if it may. `image` is read only for the
 * pixel layout of a TIFF's page, by number from 1.
 */
export function pixelFault(
  header: PictureHeader,
  image: Uint8Array,
  { MAX_PIXELS: maxPixels, MAX_SIDE: maxSide }: PixelLimits,
  page = 1,
): string | null {
  const { width, height } = header
  const size = `${width} × ${height}`
  if (Math.max(width, height) > maxSide) return `Expected at most ${maxSide} px a side, got ${size}`
  const max = isShrinkable(header) ? maxPixels : Math.min(maxPixels, maxFullScalePixels)
  if (width * height > max) return `Expected at most ${max} pixels, got ${size}`
  const held = heldBytes(header, header.format === 'tiff' ? tiffLayout(image, page) : null)
  if (held <= maxHeldBytes) return null
  return `Expected a picture that is decoded in ${maxHeldBytes} bytes of memory, got ${size} that take ${held}`
}

/**
 * Maximum pixels of an accepted picture after decoding: a larger one must be scaled down by its decoder, which JPEG
 * and WebP do while loading.
 */
export function maxDecodedPixels({ format, width, height }: PictureHeader): number {
  if (format !== 'webp') return maxGreyPixels
  // Four channels, beside the memory of the decoder.
  const left = maxHeldBytes - width * height * webpBytes
  return Math.min(Math.floor(left / 4), maxGreyPixels)
}

/** The decoder of a baseline JPEG can scale by 1/8, 1/4 or 1/2, and needs memory only for the result. */
function isShrinkable({ format, isProgressive }: PictureHeader): boolean {
  return format === 'jpeg' && !isProgressive
}

/**
 * Rows that libvips buffers while scaling a picture by any factor: 1,220 to 1,360 measured for pictures 30,000 px
 * wide.
 */
const bufferedRows = 1400
/** Per pixel of a lossless WebP before scaling; lossy ones take less. */
const webpBytes = 4
/** Per pixel of an AVIF, with 8 bits and with more: 18 and 25 measured, with the rows below. */
const avifBytes = { uchar: 15, deeper: 22 }
/** Per pixel of a BMP, whose header has the format of decoded pixels: its decoder's memory, and the pixels. */
const bmpBytes = 8
/**
 * Per pixel of a HEIC: its decoder's memory, and the pixels. 172 MB measured for 24 million of the usual kind, opaque
 * with 8 bits and 4:2:0, and up to 353 for others.
 */
const heicBytes = { usual: 7, other: 14 }
/** Per pixel of the canvas on which frames are drawn. */
const gifBytes = 4
const sampleBytes: Record<NonNullable<Metadata['depth']>, number> = {
  ...{ char: 1, uchar: 1, short: 2, ushort: 2, int: 4, uint: 4, float: 4 },
  ...{ complex: 8, double: 8, dpcomplex: 16 },
}

function heldBytes(header: PictureHeader, tiff: TiffLayout | null): number {
  const { width, height } = header
  const rows = width * Math.min(height, bufferedRows) * pixelBytes(header)
  return Math.ceil(rows + upfrontBytes(header, tiff))
}

function pixelBytes({ channels, depth }: PictureHeader): number {
  return channels * sampleBytes[depth]
}

/** Bytes that the decoder holds before the first row. */
function upfrontBytes(header: PictureHeader, tiff: TiffLayout | null): number {
  const { format, width, height, isProgressive } = header
  const pixels = width * height
  switch (format) {
    case 'jpeg':
      return isProgressive ? pixels * coefficientBytes(header) : 0
    case 'png':
      return isProgressive ? pixels * pixelBytes(header) : 0
    case 'raw':
      return pixels * bmpBytes
    case 'gif':
      return pixels * gifBytes
    case 'webp':
      return pixels * webpBytes
    case 'heif':
      if (header.compression === 'hevc') {
        return pixels * (isUsualHeic(header) ? heicBytes.usual : heicBytes.other)
      }
      return pixels * (header.depth === 'uchar' ? avifBytes.uchar : avifBytes.deeper)
    case 'tiff':
      return (
        (tiff ? blockPixels(header, tiff) : pixels) * pixelBytes(header) +
        (hasPadding(header, tiff) ? pixels * unpaddedBytes(header) : 0) +
        (deepGreyOf(header) ? pixels * deepGreyBytes : 0)
      )
    default:
      return pixels * pixelBytes(header)
  }
}

function isUsualHeic({ channels, depth, chromaSubsampling }: PictureHeader): boolean {
  return channels < 4 && depth === 'uchar' && chromaSubsampling === '4:2:0'
}

/**
 * Per pixel of a progressive JPEG: two bytes per coefficient. Subsampling is nearly always 4:2:0, and libvips reports
 * every subsampling as such; others take up to two bytes more.
 */
function coefficientBytes({ channels, chromaSubsampling }: PictureHeader): number {
  const isSubsampled = channels >= 3 && chromaSubsampling?.startsWith('4:2:0')
  return 2 * (isSubsampled ? channels - 1.5 : channels)
}

/**
 * Pixels of a TIFF that are buffered. Strips are read row by row or have few rows, except those of planar and YCbCr
 * images; libvips caches two rows of tiles, and the tile that it reads.
 */
function blockPixels({ width, height }: PictureHeader, tiff: TiffLayout): number {
  const { tile, rowsPerStrip, isPlanar, isYCbCr } = tiff
  if (tile === null) {
    return isPlanar || isYCbCr ? 2 * width * Math.min(rowsPerStrip, height) : 0
  }
  const tiles = Math.ceil(width / tile.width) * Math.ceil(height / tile.height)
  const cached = Math.min(2 * (1 + Math.floor(width / tile.width)), tiles)
  const clipped = Math.min(tile.width, width) * Math.min(tile.height, height)
  return cached * clipped + tile.width * tile.height
}

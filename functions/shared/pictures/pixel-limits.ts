import type { Metadata } from 'sharp'
import { type TiffLayout, tiffLayout } from './tiff-layout.ts'

export interface PixelLimits {
  /** Width × height of a picture of any kind. */
  maxPixels: number
  /** In px. */
  maxSide: number
}

/** A picture is larger than what is decoded; told from its header. */
export class TooManyPixelsError extends Error {
  override name = 'TooManyPixelsError'
}

/** What is decided by. */
export type PictureHeader = Pick<
  Metadata,
  'width' | 'height' | 'format' | 'channels' | 'depth' | 'isProgressive' | 'chromaSubsampling'
>

/** Pixels of what cannot be decoded at a smaller scale, as a baseline JPEG can: each of them takes its time. */
const maxFullScalePixels = 100_000_000
/** Bytes that a decoder may hold at a time: with all else a process of ocr stays below 512 MiB (docs/reading.md). */
const maxHeldBytes = 200_000_000
/** Grey pixels that decoding may make. */
const maxGreyPixels = 50_000_000

/**
 * Why a picture is not decoded, told from its header; null where it may be. `image` is asked only for where the
 * pixels of a TIFF are.
 */
export function pixelFault(
  header: PictureHeader,
  image: Uint8Array,
  { maxPixels, maxSide }: PixelLimits,
): string | null {
  const { width, height } = header
  const size = `${width} × ${height}`
  if (Math.max(width, height) > maxSide) return `Expected at most ${maxSide} px a side, got ${size}`
  const most = isShrinkable(header) ? maxPixels : Math.min(maxPixels, maxFullScalePixels)
  if (width * height > most) {
    return `Expected at most ${most} pixels, got ${size}`
  }
  const held = heldBytes(header, header.format === 'tiff' ? tiffLayout(image) : null)
  if (held <= maxHeldBytes) return null
  return `Expected a picture that is decoded in ${maxHeldBytes} bytes of memory, got ${size} that take ${held}`
}

/** Throws TooManyPixelsError for a picture that has a fault. */
export function requireBounded(
  header: PictureHeader,
  image: Uint8Array,
  limits: PixelLimits,
): void {
  const fault = pixelFault(header, image, limits)
  if (fault !== null) throw new TooManyPixelsError(fault)
}

/**
 * Pixels that a picture without fault may have after decoding: one that has more is to be scaled down by its
 * decoder, which JPEG and WebP do as they load.
 */
export function maxDecodedPixels({ format, width, height }: PictureHeader): number {
  if (format !== 'webp') return maxGreyPixels
  // Four channels beside what it is decoded from.
  const left = maxHeldBytes - width * height * webpBytes
  return Math.min(Math.floor(left / 4), maxGreyPixels)
}

/** A baseline JPEG's decoder makes an eighth, a quarter or a half of it, and holds no more than that needs. */
function isShrinkable({ format, isProgressive }: PictureHeader): boolean {
  return format === 'jpeg' && !isProgressive
}

/**
 * Rows that libvips holds of a picture while it scales it, by whatever factor: 1,220 to 1,360 were measured of such
 * as are 30,000 px wide.
 */
const rowsHeld = 1400
/** A pixel, before it is scaled down: of lossless ones; others take less. */
const webpBytes = 4
/** A pixel, on the canvas that frames are drawn on. */
const gifBytes = 4
const sampleBytes: Record<NonNullable<Metadata['depth']>, number> = {
  ...{ char: 1, uchar: 1, short: 2, ushort: 2, int: 4, uint: 4, float: 4 },
  ...{ complex: 8, double: 8, dpcomplex: 16 },
}

function heldBytes(header: PictureHeader, tiff: TiffLayout | null): number {
  const { width, height } = header
  const rows = width * Math.min(height, rowsHeld) * pixelBytes(header)
  return Math.ceil(rows + wholeBytes(header, tiff))
}

function pixelBytes({ channels, depth }: PictureHeader): number {
  return channels * sampleBytes[depth]
}

/** Of what is there as a whole before its first row. */
function wholeBytes(header: PictureHeader, tiff: TiffLayout | null): number {
  const { format, width, height, isProgressive } = header
  const pixels = width * height
  switch (format) {
    case 'jpeg':
      return isProgressive ? pixels * coefficientBytes(header) : 0
    case 'png':
      return isProgressive ? pixels * pixelBytes(header) : 0
    case 'gif':
      return pixels * gifBytes
    case 'webp':
      return pixels * webpBytes
    case 'tiff':
      return tiff ? blockPixels(header, tiff) * pixelBytes(header) : pixels * pixelBytes(header)
    default:
      return pixels * pixelBytes(header)
  }
}

/**
 * A pixel of a progressive JPEG: two bytes a coefficient. Subsampling is nearly always 4:2:0, and libvips calls
 * each so; the others take up to two bytes more.
 */
function coefficientBytes({ channels, chromaSubsampling }: PictureHeader): number {
  const isSubsampled = channels >= 3 && chromaSubsampling?.startsWith('4:2:0')
  return 2 * (isSubsampled ? channels - 1.5 : channels)
}

/**
 * Of a TIFF. Strips are read by the row or have few of them, but for those of single channels and of YCbCr; of tiles
 * libvips holds two rows, and the one that it reads.
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

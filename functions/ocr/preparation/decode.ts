import type { Metadata, Sharp } from 'sharp'
import type { Rotation } from '../../shared/events/contract/rotation.ts'
import { openPicture } from '../../shared/pictures/picture.ts'
import {
  maxDecodedPixels,
  type PixelLimits,
  TooManyPixelsError,
} from '../../shared/pictures/pixel-limits.ts'
import { pixelAspect } from './aspect/pixel-aspect.ts'
import { factorFor, resolutionFor } from './fit.ts'
import { type PrintedGrey, readableGrey } from './grey/readable-grey.ts'
import type { Samples } from './grey/samples.ts'
import { withEvenLight } from './light/even-light.ts'
import { withoutNoise } from './noise.ts'
import { withoutDarkPanels } from './panels/dark-panels.ts'
import type { Pixels } from './pixels.ts'
import { type Print, printOf } from './print/print.ts'
import { scale, turn } from './transform.ts'

/** Picture that is safe to recognize. */
export interface Decoded {
  /**
   * Upright according to EXIF, then turned as requested, in square pixels, no larger than recognition benefits from.
   */
  pixels: Pixels
  /** Print found on the page; its boxes have a scale of their own (`print.width`). */
  print: Print
  /** Size of the upright picture before the requested turn, in px. */
  width: number
  height: number
}

/** The picture is corrupt or truncated. */
export class UnreadableImageError extends Error {
  override name = 'UnreadableImageError'
}

/** Bytes and px of a decoded picture; larger pictures are scaled down while they are decoded. */
const maxSampleBytes = 60_000_000
const maxSamplePixels = 40_000_000

/**
 * Decodes a page of a picture, by number from 1, header first: upright according to EXIF, then turned by `rotate`, with
 * square pixels, in the grey and at the size that suit its print. Throws UnreadableImageError for a corrupt or
 * truncated picture, TooManyPixelsError for one beyond `limits`.
 */
export async function decode(
  image: Uint8Array,
  limits: PixelLimits,
  { page = 1, rotate = 0 }: { page?: number; rotate?: Rotation } = {},
): Promise<Decoded> {
  const { header, picture } = await readable(() => openPicture(image, limits, page))
  const { width: storedWidth, height: storedHeight, orientation = 1 } = header
  const isOnItsSide = orientation > 4
  const [width, height] = isOnItsSide ? [storedHeight, storedWidth] : [storedWidth, storedHeight]
  const aspect = isOnItsSide ? 1 / pixelAspect(image, page) : pixelAspect(image, page)
  // The side of lower resolution is enlarged, so that the other one loses nothing.
  const square = { width: width / Math.min(aspect, 1), height: height * Math.max(aspect, 1) }
  const maxKeptPixels = Math.min(
    maxSampleBytes / sampleChannels(header),
    maxSamplePixels,
    maxDecodedPixels(header),
  )
  const size = within(maxKeptPixels, square)
  const isAsStored = size.width === width && size.height === height
  const samples = await readable(() =>
    samplesOf(isAsStored ? picture : resized(picture, size), header),
  )
  return prepare(samples, { width, height }, rotate)
}

/** Prepares the samples of a page of this size, in px: turned, in the grey and at the size that suit its print. */
export async function prepare(
  samples: Samples,
  { width, height }: Size,
  rotate: Rotation = 0,
): Promise<Decoded> {
  const printed = await turnedGrey(await readableGrey(samples), rotate)
  const page = { ...printed, print: printed.print.size, isTable: printed.print.isTable }
  const factor = factorFor(page)
  const resolution = resolutionFor(page, factor)
  // Noise must be removed before enlarging: enlarged, it cannot be distinguished from print.
  const noisy = await scale({ ...printed, resolution: 0 }, Math.min(factor, 1))
  const clear = await withoutNoise(noisy)
  const seen = clear === noisy ? printed.print : printOf(clear)
  const { pixels: even, print } = withoutDarkPanels({
    pixels: withEvenLight(clear, seen),
    print: seen,
  })
  const pixels = { ...(await scale(even, Math.max(factor, 1))), resolution }
  return { pixels, print, width, height }
}

async function turnedGrey(printed: PrintedGrey, rotate: Rotation): Promise<PrintedGrey> {
  if (rotate === 0) return printed
  const grey = await turn({ ...printed, resolution: 0 }, rotate)
  return { ...grey, print: printOf(grey) }
}

/** As grey, sharp would drop transparency. */
const isOpaqueGrey = ({ space, hasAlpha }: Metadata) =>
  (space === 'b-w' || space === 'grey16') && !hasAlpha

function sampleChannels(header: Metadata): number {
  return isOpaqueGrey(header) ? 1 : Math.max(header.channels, header.hasAlpha ? 4 : 3)
}

async function samplesOf(picture: Sharp, header: Metadata): Promise<Samples> {
  const { data, info } = await picture
    .toColourspace(isOpaqueGrey(header) ? 'b-w' : 'srgb')
    .raw()
    .toBuffer({ resolveWithObject: true })
  return { data, channels: info.channels, width: info.width, height: info.height }
}

interface Size {
  width: number
  height: number
}

function within(maxKeptPixels: number, { width, height }: Size): Size {
  const factor = Math.min(Math.sqrt(maxKeptPixels / (width * height)), 1)
  const atLeastOne = (px: number) => Math.max(Math.round(px), 1)
  return { width: atLeastOne(width * factor), height: atLeastOne(height * factor) }
}

function resized(picture: Sharp, size: Size): Sharp {
  // Same accuracy as with sharper kernels, in less time.
  return picture.resize({ ...size, fit: 'fill', kernel: 'linear' })
}

async function readable<T>(decoding: () => Promise<T>): Promise<T> {
  try {
    return await decoding()
  } catch (error) {
    if (error instanceof TooManyPixelsError) throw error
    throw new UnreadableImageError(error instanceof Error ? error.message : String(error))
  }
}

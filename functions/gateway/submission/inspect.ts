import { Problem } from '../../shared/http/problem.ts'
import { pixelFault } from '../../shared/pictures/pixel-limits.ts'
import { safeSharp } from '../../shared/pictures/safe-sharp.ts'
import { tiffPages } from '../../shared/pictures/tiff-pages.ts'
import type { Settings } from '../../shared/settings/env.ts'
import { formatOf, guessFormat, mediaTypes } from './image-format.ts'

export type PixelLimits = Pick<Settings, 'MAX_PIXELS' | 'MAX_SIDE'>

export interface ImageInfo {
  mediaType: string
  /** px, after EXIF rotation */
  width: number
  height: number
}

/** Checks an image's signature and header without decoding it. Throws a problem if the image is not accepted. */
export async function inspect(image: Uint8Array, limits: PixelLimits): Promise<ImageInfo> {
  if (image.byteLength === 0)
    throw new Problem(400, 'empty-upload', 'Expected an image, got no bytes')
  const format = formatOf(image)
  if (format === null) {
    throw new Problem(
      415,
      'unsupported-image',
      `Expected a PNG, JPEG, WebP, GIF or TIFF, got ${guessFormat(image) ?? 'something else'}`,
    )
  }
  const pages = tiffPages(image)
  const page = pages?.[0]?.number ?? 0
  const header = await safeSharp(image, { limitInputPixels: false, page, pages: 1, failOn: 'none' })
    .metadata()
    .catch(() => null)
  // The decoder must agree with the signature.
  if (header?.format !== format) {
    throw new Problem(422, 'unreadable-image', `Expected a valid ${format} header`)
  }
  const pageCount = pages?.length ?? header.pages ?? 1
  if (format === 'tiff' && pageCount > 1) {
    throw new Problem(
      415,
      'multi-page',
      `Expected a TIFF of one page, got ${pageCount}: send each page as a separate image`,
    )
  }
  const { MAX_PIXELS: maxPixels, MAX_SIDE: maxSide } = limits
  const fault = pixelFault(header, image, { maxPixels, maxSide })
  if (fault !== null) throw new Problem(413, 'too-many-pixels', fault)
  const { width, height } = header.autoOrient
  return { mediaType: mediaTypes[format], width, height }
}

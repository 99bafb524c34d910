import { Problem } from '../../shared/http/problem.ts'
import { pixelFault } from '../../shared/pictures/pixel-limits.ts'
import { safeSharp } from '../../shared/pictures/safe-sharp.ts'
import { tiffPages } from '../../shared/pictures/tiff-pages.ts'
import type { Settings } from '../../shared/settings/env.ts'
import { guessKind, kindOf, mediaTypes } from './kind.ts'

export type PixelLimits = Pick<Settings, 'MAX_PIXELS' | 'MAX_SIDE'>

export interface Inspected {
  mediaType: string
  /** px, as the picture is shown */
  width: number
  height: number
}

/** Looks at a picture's first bytes and its header; nothing is decoded. Throws a problem for what is not taken. */
export async function inspect(image: Uint8Array, limits: PixelLimits): Promise<Inspected> {
  if (image.byteLength === 0)
    throw new Problem(400, 'empty-upload', 'Expected an image, got no bytes')
  const kind = kindOf(image)
  if (kind === null) {
    throw new Problem(
      415,
      'unsupported-image',
      `Expected a PNG, JPEG, WebP, GIF or TIFF, got ${guessKind(image) ?? 'something else'}`,
    )
  }
  const pages = tiffPages(image)
  const page = pages?.[0]?.number ?? 0
  const header = await safeSharp(image, { limitInputPixels: false, page, pages: 1, failOn: 'none' })
    .metadata()
    .catch(() => null)
  // The bytes of one kind read as another are no picture that anybody meant.
  if (header?.format !== kind) {
    throw new Problem(422, 'unreadable-image', `Expected a ${kind} picture, its header is broken`)
  }
  const pageCount = pages?.length ?? header.pages ?? 1
  if (kind === 'tiff' && pageCount > 1) {
    throw new Problem(
      415,
      'multi-page',
      `Expected a TIFF of one page, got ${pageCount}: send each page as an image of its own`,
    )
  }
  const { MAX_PIXELS: maxPixels, MAX_SIDE: maxSide } = limits
  const fault = pixelFault(header, image, { maxPixels, maxSide })
  if (fault !== null) throw new Problem(413, 'too-many-pixels', fault)
  const { width, height } = header.autoOrient
  return { mediaType: mediaTypes[kind], width, height }
}

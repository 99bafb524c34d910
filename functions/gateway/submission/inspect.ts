import { Problem } from '../../shared/http/problem.ts'
import { formatOfHeader, frameOf, headerOf } from '../../shared/pictures/picture.ts'
import { pixelFault } from '../../shared/pictures/pixel-limits.ts'
import { isolatePage, type TiffPage, tiffPages } from '../../shared/pictures/tiff-pages.ts'
import type { Settings } from '../../shared/settings/env.ts'
import type { NewOriginal, NewPage } from '../../shared/store/values/new-document.ts'
import { formatOf, guessFormat, type ImageFormat, imageTypes } from './image-format.ts'

export type InspectLimits = Pick<Settings, 'MAX_PIXELS' | 'MAX_SIDE' | 'MAX_DOCUMENT_PAGES'>

/** An accepted original: its pages, in order. */
export interface OriginalInfo {
  mediaType: string
  /** In px, after EXIF rotation. */
  pages: { width: number; height: number }[]
}

/**
 * Checks an image's signature and the headers of its pages without decoding it. Throws a problem if the image is not
 * accepted.
 */
export async function inspect(image: Uint8Array, limits: InspectLimits): Promise<OriginalInfo> {
  if (image.byteLength === 0)
    throw new Problem(400, 'empty-upload', 'Expected an image, got no bytes')
  const format = formatOf(image)
  if (format === null) {
    throw new Problem(
      415,
      'unsupported-image',
      `Expected a PNG, JPEG, WebP, GIF, TIFF, AVIF or PDF, or a HEIC or BMP, got ${guessFormat(image) ?? 'something else'}`,
    )
  }
  const found = pagesOf(image, format)
  requirePages(found.length, limits)
  if (found.length < 2) {
    const { size, decoder } = await inspectPage(image, format, limits)
    return { mediaType: imageTypes[decoder], pages: [size] }
  }
  const pages: OriginalInfo['pages'] = []
  // libvips reads the directories of all pages, each time.
  const tiff = new Uint8Array(image)
  for (const page of found) {
    isolatePage(tiff, page)
    pages.push((await inspectPage(tiff, format, limits)).size)
  }
  return { mediaType: imageTypes[format], pages }
}

function pagesOf(image: Uint8Array, format: ImageFormat): TiffPage[] {
  try {
    return tiffPages(image) ?? []
  } catch {
    throw unreadable(format)
  }
}

function unreadable(format: ImageFormat): Problem {
  return new Problem(422, 'unreadable-image', `Expected a valid ${format} header`)
}

/** Throws a 413 problem for a document of more pages than allowed. */
export function requirePages(count: number, { MAX_DOCUMENT_PAGES: max }: InspectLimits): void {
  if (count <= max) return
  throw new Problem(
    413,
    'too-many-pages',
    `Expected at most ${max} pages in a document, got ${count}`,
  )
}

const heifs: readonly ImageFormat[] = ['heif', 'heic']

/** Size of the first page, and the format that it is decoded as. */
async function inspectPage(image: Uint8Array, format: ImageFormat, limits: InspectLimits) {
  const options = { page: frameOf(image, 1), pages: 1, failOn: 'none' } as const
  const header = await headerOf(image, options).catch(() => null)
  // The decoder must agree with the signature.
  const accepted = heifs.includes(format) ? heifs : [format]
  const decoder = header && accepted.find((name) => name === formatOfHeader(header))
  if (!decoder) throw unreadable(format)
  const fault = pixelFault(header, image, limits)
  if (fault !== null) throw new Problem(413, 'too-many-pixels', fault)
  const { width, height } = header.autoOrient
  return { size: { width, height }, decoder }
}

/** New pages of an inspected original. */
export function toPages({ mediaType, pages }: OriginalInfo, original: NewOriginal): NewPage[] {
  if (pages.length === 1) return pages.map((size) => ({ ...original, mediaType, ...size }))
  return pages.map((size, index) => ({ ...original, mediaType, ...size, originalPage: index + 1 }))
}

import pLimit from 'p-limit'
import type { Sharp } from 'sharp'
import type { Rotation } from '../../shared/events/contract/rotation.ts'
import { Problem } from '../../shared/http/problem.ts'
import { pdfMediaType } from '../../shared/pdf/media-type.ts'
import { PdfError } from '../../shared/pdf/protocol.ts'
import { openPicture } from '../../shared/pictures/picture.ts'
import type { PixelLimits } from '../../shared/pictures/pixel-limits.ts'
import { safeSharp } from '../../shared/pictures/safe-sharp.ts'
import { readAll } from '../../shared/store/originals.ts'
import type { StoredOriginal } from '../../shared/store/values/stored.ts'
import type { RenderPdf } from './render-pdf.ts'
import { requireWanted } from './require-wanted.ts'

/**
 * Encodes a page as WebP: upright, then turned by `rotate`, on white, at most `width` px wide, never enlarged. Waits
 * for its turn, and then throws a problem if `gone` is aborted. Originals of waiting calls are not in memory.
 */
export type Preview = (
  original: StoredOriginal,
  options: { width: number; rotate: Rotation; gone: AbortSignal },
) => Promise<Uint8Array<ArrayBuffer>>

const maxWebpSide = 16_383
/** Each preview decodes a whole image. */
const maxConcurrent = 2

export function createPreview(deps: { settings: PixelLimits; renderPdf: RenderPdf }): Preview {
  const limitPictures = pLimit(maxConcurrent)

  async function ofPdf(...args: Parameters<RenderPdf>): Promise<Sharp> {
    try {
      const { data, ...raw } = await deps.renderPdf(...args)
      return safeSharp(data, { raw })
    } catch (error) {
      throw error instanceof PdfError ? unreadable() : error
    }
  }

  /** Opened as in ocr: an image that ocr rejects has no preview either. */
  async function ofPicture(image: Uint8Array, page: number): Promise<Sharp> {
    return (await openPicture(image, deps.settings, page)).picture
  }

  async function encode(picture: Sharp, width: number, rotate: Rotation) {
    const turned = rotate === 0 ? picture : picture.rotate(rotate)
    const webp = await turned
      .resize({ width, height: maxWebpSide, fit: 'inside', withoutEnlargement: true })
      .flatten({ background: '#fff' })
      .webp({ quality: 75 })
      .toBuffer()
    return new Uint8Array(webp)
  }

  return async (original, { width, rotate, gone }) => {
    if (original.mediaType === pdfMediaType)
      return encode(await ofPdf(original, { width, gone }), width, rotate)
    return limitPictures(async () => {
      requireWanted(gone)
      const image = await readAll(original)
      const { originalPage } = original
      const encoding = async () => encode(await ofPicture(image, originalPage ?? 1), width, rotate)
      return encoding().catch(() => {
        throw unreadable()
      })
    })
  }
}

function unreadable(): Problem {
  return new Problem(422, 'unreadable-image', 'This page cannot be decoded')
}

import pLimit from 'p-limit'
import { Problem } from '../../shared/http/problem.ts'
import { openPicture } from '../../shared/pictures/picture.ts'
import { requireBounded } from '../../shared/pictures/pixel-limits.ts'
import type { Settings } from '../../shared/settings/env.ts'

/**
 * Makes a WebP of at most `width` px, never larger than the picture, upright, on white, of its first frame. `load`
 * is called when it is the picture's turn, so that those that wait are not in memory.
 */
export type Preview = (
  load: () => Promise<Uint8Array>,
  width: number,
) => Promise<Uint8Array<ArrayBuffer>>

const maxWebpSide = 16_383
/** Each one decodes a whole picture. */
const maxConcurrent = 2

export function createPreview(settings: Pick<Settings, 'MAX_PIXELS' | 'MAX_SIDE'>): Preview {
  const { MAX_PIXELS: maxPixels, MAX_SIDE: maxSide } = settings
  const limit = pLimit(maxConcurrent)
  return (load, width) =>
    limit(async () => {
      const image = await load()
      try {
        // As ocr opens it: what it calls unreadable has no preview either.
        const { header, picture } = await openPicture(image, maxPixels)
        requireBounded(header, image, { maxPixels, maxSide })
        const webp = await picture
          .resize({ width, height: maxWebpSide, fit: 'inside', withoutEnlargement: true })
          .flatten({ background: '#fff' })
          .webp({ quality: 75 })
          .toBuffer()
        return new Uint8Array(webp)
      } catch {
        throw new Problem(422, 'unreadable-image', 'This picture cannot be decoded')
      }
    })
}

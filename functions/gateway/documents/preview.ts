import pLimit from 'p-limit'
import { Problem } from '../../shared/http/problem.ts'
import { openPicture } from '../../shared/pictures/picture.ts'
import { requireBounded } from '../../shared/pictures/pixel-limits.ts'
import type { Settings } from '../../shared/settings/env.ts'

/**
 * Encodes the first frame as WebP: upright, on white, at most `width` px wide, never enlarged. `load` is called when
 * a slot is free, so that waiting images are not in memory.
 */
export type Preview = (
  load: () => Promise<Uint8Array>,
  width: number,
) => Promise<Uint8Array<ArrayBuffer>>

const maxWebpSide = 16_383
/** Each preview decodes a whole image. */
const maxConcurrent = 2

export function createPreview(settings: Pick<Settings, 'MAX_PIXELS' | 'MAX_SIDE'>): Preview {
  const { MAX_PIXELS: maxPixels, MAX_SIDE: maxSide } = settings
  const limit = pLimit(maxConcurrent)
  return (load, width) =>
    limit(async () => {
      const image = await load()
      try {
        // Opened as in ocr: an image that ocr rejects has no preview either.
        const { header, picture } = await openPicture(image, maxPixels)
        requireBounded(header, image, { maxPixels, maxSide })
        const webp = await picture
          .resize({ width, height: maxWebpSide, fit: 'inside', withoutEnlargement: true })
          .flatten({ background: '#fff' })
          .webp({ quality: 75 })
          .toBuffer()
        return new Uint8Array(webp)
      } catch {
        throw new Problem(422, 'unreadable-image', 'This image cannot be decoded')
      }
    })
}

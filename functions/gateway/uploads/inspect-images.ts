import pLimit from 'p-limit'
import { Problem } from '../../shared/http/problem.ts'
import type { NewDocument, NewOriginal } from '../../shared/store/values/stored.ts'
import { formatOf } from '../submission/image-format.ts'
import { type ImageInfo, inspect, type PixelLimits } from '../submission/inspect.ts'

/** Inspects the headers of an upload's images; throws a problem that names the first rejected page. */
export type InspectImages = (images: NewOriginal[]) => Promise<NewDocument['pages']>

/** Length of a prefix that has the header of nearly every JPEG and PNG. */
const headBytes = 1024 * 1024

export function createInspectImages(limits: PixelLimits): InspectImages {
  // Each full read holds a whole image in memory.
  const limitFullReads = pLimit(1)

  async function inspectImage(image: NewOriginal): Promise<ImageInfo> {
    const head = image.read(0, Math.min(image.bytes, headBytes))
    // The header of a TIFF may be at its end; WebP and GIF frames are counted over the whole file.
    const isHeadEnough = ['jpeg', 'png', null].includes(formatOf(head))
    if (isHeadEnough || image.bytes <= headBytes) {
      const found = await inspect(head, limits).catch((error) => {
        if (image.bytes > headBytes && isUnreadable(error)) return null
        throw error
      })
      if (found !== null) return found
    }
    return limitFullReads(() => inspect(image.read(0, image.bytes), limits))
  }

  return async (images) => {
    const pages: NewDocument['pages'] = []
    for (const [index, image] of images.entries()) {
      try {
        pages.push({ ...(await inspectImage(image)), ...image })
      } catch (error) {
        if (!(error instanceof Problem) || images.length === 1) throw error
        throw new Problem(error.status, error.code, `Page ${index + 1}: ${error.message}`)
      }
    }
    return pages
  }
}

function isUnreadable(error: unknown): boolean {
  return error instanceof Problem && error.code === 'unreadable-image'
}

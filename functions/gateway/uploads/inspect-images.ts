import pLimit from 'p-limit'
import { Problem } from '../../shared/http/problem.ts'
import type { NewDocument, NewOriginal } from '../../shared/store/values/stored.ts'
import { type Inspected, inspect, type PixelLimits } from '../submission/inspect.ts'
import { kindOf } from '../submission/kind.ts'

/** Looks at the headers of an upload's images; throws a problem that names the first page that is not taken. */
export type InspectImages = (images: NewOriginal[]) => Promise<NewDocument['pages']>

/** Bytes that the header of nearly each JPEG and PNG is in. */
const headBytes = 1024 * 1024

export function createInspectImages(limits: PixelLimits): InspectImages {
  // Each is a whole image in memory.
  const wholeInTurn = pLimit(1)

  async function inspectImage(image: NewOriginal): Promise<Inspected> {
    const head = image.read(0, Math.min(image.bytes, headBytes))
    // The header of a TIFF may be at its end, and those of WebP and GIF count what comes after them.
    const isEnough = ['jpeg', 'png', null].includes(kindOf(head))
    if (isEnough || image.bytes <= headBytes) {
      const found = await inspect(head, limits).catch((error) => {
        if (image.bytes > headBytes && isUnreadable(error)) return null
        throw error
      })
      if (found !== null) return found
    }
    return wholeInTurn(() => inspect(image.read(0, image.bytes), limits))
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

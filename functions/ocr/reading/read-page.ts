import {
  type FailureCode,
  type PageFailed,
  type PageRecognized,
  type PageSubmitted,
  toPageFailed,
  toPageRecognized,
} from '../../shared/events/contract.ts'
import { TooManyPixelsError } from '../../shared/pictures/pixel-limits.ts'
import { DeadlineError } from '../engine/engine.ts'
import { UnreadableImageError } from '../preparation/decode.ts'
import { type PictureReader, readPicture } from './read-picture.ts'

/**
 * Reader of pages. Each page has a result, whatever its picture: text, or a failure with its code.
 * Throws only if a retry may succeed.
 */
export function createPageReader(reader: PictureReader) {
  return async (page: PageSubmitted, image: Uint8Array): Promise<PageRecognized | PageFailed> => {
    const { engine } = reader
    try {
      const { looks: _, kept: __, ...read } = await readPicture(image, page.language, reader)
      const model = engine.modelOf(read.language)
      return toPageRecognized(page, { ...read, engine: engine.name, model })
    } catch (error) {
      const code = failureCode(error)
      if (!code) throw error
      return toPageFailed(page, { code, detail: details[code] })
    }
  }
}

const details = {
  'unreadable-image': 'The picture is corrupt or truncated',
  'too-many-pixels': 'The picture has more pixels than allowed',
  timeout: 'Recognition exceeded its time limit and was stopped',
} as const satisfies Partial<Record<FailureCode, string>>

function failureCode(error: unknown): keyof typeof details | undefined {
  if (error instanceof UnreadableImageError) return 'unreadable-image'
  if (error instanceof TooManyPixelsError) return 'too-many-pixels'
  if (error instanceof DeadlineError) return 'timeout'
  return undefined
}

import {
  type FailureCode,
  type PageFailed,
  type PageRecognized,
  type PageSubmitted,
  toPageFailed,
  toPageRecognized,
} from '../../shared/events/contract/contract.ts'
import { textLayerEngine } from '../../shared/events/contract/recognition.ts'
import type { Rotation } from '../../shared/events/contract/rotation.ts'
import { TooManyPixelsError } from '../../shared/pictures/pixel-limits.ts'
import type { PdfText } from '../../shared/settings/pdf-text.ts'
import type { Stages } from '../../shared/telemetry/stages.ts'
import { DeadlineError } from '../engine/engine.ts'
import { isPdf, isPicture, type Original } from '../original/original.ts'
import { type Decoded, decode, UnreadableImageError } from '../preparation/decode.ts'
import { decodePdf } from '../preparation/decode-pdf.ts'
import { type PictureReader, readDecoded } from './read-picture.ts'
import { textLayerOf } from './text-layer.ts'

export interface PageReaderDeps extends PictureReader {
  /** Whether a page's own text is taken, unless its event says it: `auto` by default. */
  pdfText?: PdfText
}

/**
 * Reader of pages. Each page has a result, whatever its picture: text, or a failure with its code.
 * Throws only if a retry may succeed.
 */
export function createPageReader({ pdfText = 'auto', ...reader }: PageReaderDeps) {
  const { engine, limits } = reader
  return async (
    page: PageSubmitted,
    original: Original,
    stages?: Stages,
  ): Promise<PageRecognized | PageFailed> => {
    const { originalpage: number = 1, language, rotate = 0, pdftext: mode = pdfText } = page
    const decodePage = (turn: Rotation) =>
      isPicture(original)
        ? decode(original, limits, { page: number, rotate: turn })
        : decodePdf(original, number, turn)
    const ownText =
      isPdf(original) && mode !== 'ocr'
        ? (decoded: Decoded) => textLayerOf(original, number, { decoded, mode })
        : null
    try {
      const {
        looks: _,
        kept: __,
        isOwnText,
        ...read
      } = await readDecoded(decodePage, language, {
        ...reader,
        ...{ rotate, ...(ownText && { ownText }), ...(stages && { stages }) },
      })
      const source = isOwnText
        ? { engine: textLayerEngine, model: 'PDFium' }
        : { engine: engine.name, model: engine.modelOf(read.language) }
      return toPageRecognized(page, { ...read, ...source })
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

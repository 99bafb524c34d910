import {
  type FailureCode,
  type PageFailed,
  type PageRecognized,
  type PageSubmitted,
  toPageFailed,
  toPageRecognized,
} from '../shared/contract.ts'
import { decode, type PixelLimits, TooManyPixelsError } from './decode.ts'
import { DeadlineError, type Engine, UnreadableImageError } from './engine.ts'

/**
 * One page's result, whatever the picture: text, or a failure with its code. Throws only where another
 * try may go better.
 */
export function createPageReader(engine: Engine, limits: PixelLimits) {
  return async (page: PageSubmitted): Promise<PageRecognized | PageFailed> => {
    try {
      return toPageRecognized(page, await read(page, engine, limits))
    } catch (error) {
      const code = failureCode(error)
      if (!code) throw error
      return toPageFailed(page, { code, detail: details[code] })
    }
  }
}

async function read(page: PageSubmitted, engine: Engine, limits: PixelLimits) {
  const started = performance.now()
  const { image, width, height } = await decode(page.data, limits)
  const decoded = performance.now()
  const reading = await engine.recognize(image, page.language)
  const timings = { decodeMs: decoded - started, recognizeMs: performance.now() - decoded }
  const { name, model } = engine
  return { ...reading, width, height, language: page.language, engine: name, model, timings }
}

const details = {
  'unreadable-image': 'The picture is broken or cut short',
  'too-many-pixels': 'The picture has more pixels than are read',
  timeout: 'Reading the page took too long and was stopped',
} as const satisfies Partial<Record<FailureCode, string>>

function failureCode(error: unknown): keyof typeof details | undefined {
  if (error instanceof UnreadableImageError) return 'unreadable-image'
  if (error instanceof TooManyPixelsError) return 'too-many-pixels'
  if (error instanceof DeadlineError) return 'timeout'
  return undefined
}

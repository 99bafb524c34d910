import { decode, type PixelLimits } from './decode.ts'
import type { Engine, Reading } from './engine/engine.ts'

export interface PageLimits extends PixelLimits {
  /** For all of a page's recognition. */
  timeoutMs: number
}

export interface PictureReader {
  engine: Engine
  limits: PageLimits
  /** Whether a page that was read doubtfully is read again in other ways. */
  secondLooks: boolean
}

export interface PictureRead extends Reading {
  /** Of the picture upright, in px. */
  width: number
  height: number
  /** Beyond the first: what they were, in their order. */
  looks: string[]
  /** The one of them that is told; null for the first reading. */
  kept: string | null
  timings: { decodeMs: number; recognizeMs: number }
}

/** Reads one picture. Throws what `decode` and the engine throw. */
export async function readPicture(
  picture: Uint8Array,
  language: string,
  { engine, limits }: PictureReader,
): Promise<PictureRead> {
  const started = performance.now()
  const { image, width, height } = await decode(picture, limits)
  const decoded = performance.now()
  const reading = await engine.recognize(image, { language, timeoutMs: limits.timeoutMs })
  const timings = { decodeMs: decoded - started, recognizeMs: performance.now() - decoded }
  return { ...reading, width, height, looks: [], kept: null, timings }
}

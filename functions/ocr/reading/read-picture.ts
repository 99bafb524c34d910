import type { Word } from '../../shared/events/contract.ts'
import type { PixelLimits } from '../../shared/pictures/pixel-limits.ts'
import type { Engine } from '../engine/engine.ts'
import type { Reading } from '../engine/reading.ts'
import { languageFor } from '../languages/language-for.ts'
import { decode } from '../preparation/decode.ts'
import type { Pixels } from '../preparation/pixels.ts'
import { printOf } from '../preparation/print/print.ts'
import { skewOf } from '../preparation/skew.ts'
import { boxInPicture, turned, type View } from '../preparation/view.ts'
import { lookAgain, type Read, toCandidate } from './second-look/look-again.ts'

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
  /** Language used for recognition; with `auto`, the one that was chosen. */
  language: string
  /** Share of the page's print that lies within words, 0 to 100. */
  coverage: number
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
  requested: string,
  { engine, limits, secondLooks }: PictureReader,
): Promise<PictureRead> {
  const started = performance.now()
  const { pixels, print, width, height } = await decode(picture, limits)
  const view = await straightened(pixels, [width / pixels.width, height / pixels.height])
  const decoded = performance.now()
  const leftMs = () => Math.max(Math.ceil(decoded + limits.timeoutMs - performance.now()), 1)
  const language = await languageFor(view.pixels, requested, { engine, timeoutMs: leftMs() })
  const read: Read = (seen, segmentation = 'auto') =>
    engine.recognize(seen, { language, segmentation, timeoutMs: leftMs() })

  const first = toCandidate(view, await read(view.pixels), {
    print: view.pixels === pixels ? print : printOf(view.pixels),
  })
  const { best, looks } = secondLooks ? await lookAgain(first, read) : { best: first, looks: [] }
  const toPictures = (word: Word): Word => ({
    ...word,
    box: boxInPicture(best.view, word.box, { width, height }),
  })
  return {
    ...best.reading,
    words: best.reading.words.map(toPictures),
    coverage: Math.round(best.coverage * 10) / 10,
    ...{ language, width, height, looks, kept: best.look },
    timings: { decodeMs: decoded - started, recognizeMs: performance.now() - decoded },
  }
}

/**
 * Degrees. Tesseract itself bears one; of two and more it loses lines and does not know it
 * (docs/reading.md).
 */
const maxSkewDegrees = 1.2

async function straightened(
  pixels: Pixels,
  [across, down]: [across: number, down: number],
): Promise<View> {
  const view: View = { pixels, toPicture: ([x, y]) => [x * across, y * down] }
  const skew = skewOf(pixels)
  return Math.abs(skew) < maxSkewDegrees ? view : turned(view, -skew)
}

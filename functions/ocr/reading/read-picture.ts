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
  /** Limit for the whole recognition of a page. */
  timeoutMs: number
}

export interface PictureReader {
  engine: Engine
  limits: PageLimits
  /** Whether doubtful pages are read again in other ways. */
  secondLooks: boolean
}

export interface PictureRead extends Reading {
  /** Language used for recognition; with `auto`, the one that was chosen. */
  language: string
  /** Share of the print within words, 0 to 100. */
  coverage: number
  /** Size of the upright picture, in px. */
  width: number
  height: number
  /** Names of the looks after the first reading, in order. */
  looks: string[]
  /** Name of the look that was kept; null for the first reading. */
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
  const inPicture = (word: Word): Word => ({
    ...word,
    box: boxInPicture(best.view, word.box, { width, height }),
  })
  return {
    ...best.reading,
    words: best.reading.words.map(inPicture),
    coverage: Math.round(best.coverage * 10) / 10,
    ...{ language, width, height, looks, kept: best.look },
    timings: { decodeMs: decoded - started, recognizeMs: performance.now() - decoded },
  }
}

/**
 * Tesseract tolerates one degree; from two on it loses lines and still reports high confidence
 * (docs/reading.md).
 */
const maxToleratedSkewDegrees = 1.2

async function straightened(
  pixels: Pixels,
  [across, down]: [across: number, down: number],
): Promise<View> {
  const view: View = { pixels, toPicture: ([x, y]) => [x * across, y * down] }
  const skew = skewOf(pixels)
  return Math.abs(skew) < maxToleratedSkewDegrees ? view : turned(view, -skew)
}

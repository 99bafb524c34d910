import type { Word } from '../../shared/events/contract/recognition.ts'
import type { Rotation } from '../../shared/events/contract/rotation.ts'
import type { PixelLimits } from '../../shared/pictures/pixel-limits.ts'
import type { Settings } from '../../shared/settings/env.ts'
import { autoLanguage } from '../../shared/settings/languages.ts'
import { createStages, type Stages } from '../../shared/telemetry/stages.ts'
import type { Engine } from '../engine/engine.ts'
import type { Reading } from '../engine/reading.ts'
import { languageFor } from '../languages/language-for.ts'
import type { Decoded } from '../preparation/decode.ts'
import { printOf } from '../preparation/print/print.ts'
import { skewOf } from '../preparation/skew.ts'
import { boxInPicture, turned, turnedBack, type View } from '../preparation/view.ts'
import {
  isDoubtful,
  lookAgain,
  type Read,
  segmentationFor,
  toCandidate,
} from './second-look/look-again.ts'
import type { LayerReading } from './text-layer.ts'

export interface PictureReader {
  engine: Engine
  limits: PixelLimits & Pick<Settings, 'PAGE_TIMEOUT_MS'>
  /** Whether doubtful pages are read again in other ways. */
  secondLooks: boolean
  /** Notes the times of the stages. */
  stages?: Stages
  /** Turn of the picture before recognition; 0 by default. */
  rotate?: Rotation
  /** Text that the page itself contains, which is taken instead of recognition; null if it has none. */
  ownText?: (decoded: Decoded) => Promise<LayerReading | null>
}

export interface PictureRead extends Reading {
  /** Language used for recognition; with `auto`, the one that was chosen. */
  language: string
  /** Share of the print within words, 0 to 100. */
  coverage: number
  /** Size of the upright picture before the requested turn, in px. */
  width: number
  height: number
  /** Names of the looks after the first reading, in order. */
  looks: string[]
  /** Name of the look that was kept; null for the first reading. */
  kept: string | null
  /** Whether nothing was recognized: the page itself contains the text. */
  isOwnText: boolean
  timings: { decodeMs: number; recognizeMs: number }
}

/** ISO 639 code of a language that nobody has named. */
const unknownLanguage = 'und'

/**
 * Reads a page that `decodePage` decodes, turned as asked. Boxes of words are those of the picture before the turn.
 * Throws what it and the engine throw.
 */
export async function readDecoded(
  decodePage: (rotate: Rotation) => Promise<Decoded>,
  requested: string,
  { engine, limits, secondLooks, ownText, rotate = 0, stages = createStages() }: PictureReader,
): Promise<PictureRead> {
  const started = performance.now()
  const { own, upright } = await stages.run('decode', async () => {
    // The text of a page does not depend on how it is turned. Asking for it may end the process that decodes the page.
    const asShown = ownText && (await decodePage(0))
    const page = asShown && rotate === 0 ? asShown : await decodePage(rotate)
    const own = asShown && (await ownText(asShown))
    if (own) return { own: { ...own, ...sizeOf(asShown) } }
    return { upright: await toUpright(page, rotate) }
  })
  const decoded = performance.now()
  if (own) {
    const language = requested === autoLanguage ? unknownLanguage : requested
    const timings = { decodeMs: decoded - started, recognizeMs: 0 }
    return { ...own, language, looks: [], kept: null, isOwnText: true, timings }
  }
  const { view, print, width, height } = upright
  const leftMs = () => Math.max(Math.ceil(decoded + limits.PAGE_TIMEOUT_MS - performance.now()), 1)
  const { language, first, read } = await stages.run('recognize', async () => {
    const language = await languageFor(view.pixels, requested, { engine, timeoutMs: leftMs() })
    const read: Read = (seen, segmentation = 'auto') =>
      engine.recognize(seen, { language, segmentation, timeoutMs: leftMs() })
    const reading = await read(view.pixels, segmentationFor(print))
    return { language, first: toCandidate(view, reading, { print }), read }
  })
  const { best, looks } =
    secondLooks && isDoubtful(first)
      ? await stages.run('second-look', () => lookAgain(first, read, { isTurned: rotate !== 0 }))
      : { best: first, looks: [] }
  const inPicture = (word: Word): Word => ({
    ...word,
    box: boxInPicture(best.view, word.box, { width, height }),
  })
  return {
    ...best.reading,
    words: best.reading.words.map(inPicture),
    coverage: Math.round(best.coverage * 10) / 10,
    ...{ language, width, height, looks, kept: best.look, isOwnText: false },
    timings: { decodeMs: decoded - started, recognizeMs: performance.now() - decoded },
  }
}

const sizeOf = ({ width, height }: Decoded) => ({ width, height })

/** Straightens a decoded page; its print is that of the view. */
async function toUpright({ pixels, print, width, height }: Decoded, rotate: Rotation) {
  const [across, down] = rotate % 180 === 0 ? [width, height] : [height, width]
  const scale = [across / pixels.width, down / pixels.height] as const
  const view = await straightened({
    pixels,
    toPicture: ([x, y]) => turnedBack([x * scale[0], y * scale[1]], rotate, { width, height }),
  })
  return { view, print: view.pixels === pixels ? print : printOf(view.pixels), width, height }
}

/**
 * Tesseract tolerates one degree; from two on it loses lines and still reports high confidence
 * (docs/reading.md).
 */
const maxToleratedSkewDegrees = 1.2

async function straightened(view: View): Promise<View> {
  const skew = skewOf(view.pixels)
  return Math.abs(skew) < maxToleratedSkewDegrees ? view : turned(view, -skew)
}

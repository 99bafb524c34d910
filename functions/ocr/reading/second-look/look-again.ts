import type { Word } from '../../../shared/events/contract.ts'
import { DeadlineError, type Segmentation } from '../../engine/engine.ts'
import type { Reading } from '../../engine/reading.ts'
import { type Pixels, turn } from '../../preparation/pixels.ts'
import { coverageOf } from '../../preparation/print/coverage.ts'
import { type Print, printOf } from '../../preparation/print/print.ts'
import { scaled, turned, type View } from '../../preparation/view.ts'
import { tellingPart } from './orientation.ts'
import { charactersOf, climbsOf, gainOf, meanConfidence, score } from './score.ts'

/** One reading of a page; `look` is null for the first. */
export interface Candidate {
  view: View
  /** Of the page as this view turns it, in px of its own. */
  print: Print
  reading: Reading
  /** Share of the print that was read, in per cent. */
  coverage: number
  look: string | null
}

export function toCandidate(
  view: View,
  reading: Reading,
  { look = null, print = printOf(view.pixels) }: { look?: string | null; print?: Print } = {},
): Candidate {
  const coverage = coverageOf(print, reading.words, view.pixels.width / print.width)
  return { view, print, reading, coverage, look }
}

export type Read = (pixels: Pixels, segmentation?: Segmentation) => Promise<Reading>

/**
 * Mean confidence of a page that is read once, and of one that may be turned. Where they come from:
 * docs/reading.md.
 */
const sure = 82
const unread = 55
/** Of one that is not worth a third look. */
const fair = 80
/** Coverage of a page that has been read as a whole. */
const whole = 95
/** Coverage of a page that may be turned. */
const half = 50
/** Points of coverage that are a column of prices, and no accident. */
const more = 10
/** Characters that are no accident: a rule may be read as a letter, and surely. */
const telling = 20
/** Points of coverage that the right way up may have less than the wrong one. */
const maxLoss = 5
/** Words of a line in a column of sentences, in the mean; and its height, as a share of the page's. */
const wordsOfSentences = 3
const columnHeight = 0.1
/**
 * Points of confidence a character by which a later look must be better: it may lose lines, or
 * their order.
 */
const minGain = 1
/** Points that it may be worse by where it reads as much, and goes back up less often. */
const maxLossForOrder = 3
/** Px of the shorter side; larger pages have letters that are large enough. */
const small = 1200
const enlargement = 1.5

/**
 * Reads a page again in the ways that fit what is wrong with it, and keeps the first reading unless
 * a later one is clearly better. A page that was read surely is left as it is; one whose time is
 * over has the best reading until then.
 */
export async function lookAgain(first: Candidate, read: Read) {
  const looks: string[] = []
  let best = first

  async function look(name: string, view: View, segmentation?: Segmentation, print?: Print) {
    looks.push(name)
    return toCandidate(view, await read(view.pixels, segmentation), { look: name, print })
  }

  async function lookInTurn(): Promise<void> {
    if (isWellRead(first) || isBlank(first)) return
    if (isHardlyRead(first)) {
      const degrees = await quarterTurns(first.view.pixels, read)
      if (degrees > 0) {
        const other = await look(`turned ${degrees}`, await turned(first.view, degrees))
        if (isMoreOf(other, first)) best = other
        if (isWellRead(best)) return
      }
    }
    if (isInColumns(best)) return
    const { print, view } = best
    if (Math.min(view.pixels.width, view.pixels.height) > small) return
    const larger = await scaled(view, enlargement)
    best = better(await look('enlarged, one column', larger, 'column', print), best)
    if (isWellRead(best, fair)) return
    best = better(await look('enlarged, one block', larger, 'block', print), best)
  }

  await lookInTurn().catch((error) => {
    if (!(error instanceof DeadlineError)) throw error
  })
  return { best, looks }
}

/**
 * The later one only where it is clearly better, or reads clearly more of the print and is sure of
 * it, and goes back up no more often: lines in another order are a loss.
 */
function better(later: Candidate, earlier: Candidate): Candidate {
  const [after, before] = [wordsIn(later), wordsIn(earlier)]
  const isMore = later.coverage >= earlier.coverage + more && meanConfidence(after) >= fair
  const [gain, climbs] = [gainOf(after, before), climbsOf(after) - climbsOf(before)]
  const isInOrder = climbs < 0 && later.coverage >= earlier.coverage && gain > -maxLossForOrder
  const isBetter = isMore || isInOrder || gain > minGain
  return isBetter && climbs <= 0 ? later : earlier
}

/** With boxes in widths of the view, which are the same however far it is enlarged. */
function wordsIn({ view, reading }: Candidate): Word[] {
  const { width } = view.pixels
  const inWidths = ([left, top, right, bottom]: Word['box']): Word['box'] => [
    left / width,
    top / width,
    right / width,
    bottom / width,
  ]
  return reading.words.map((word) => ({ ...word, box: inWidths(word.box) }))
}

function isWellRead({ reading, coverage }: Candidate, sureEnough = sure): boolean {
  return meanConfidence(reading.words) >= sureEnough && coverage >= whole
}

/** As a page that is turned: its words are doubtful, or little of its print is in them. */
function isHardlyRead({ reading, coverage }: Candidate): boolean {
  const confidence = meanConfidence(reading.words)
  return confidence < unread || (confidence < sure && coverage < half)
}

/** A turned page, not a few sure words among the marks of a page that stands upright. */
function isMoreOf(other: Candidate, first: Candidate): boolean {
  const isWorthMore = score(other.reading.words) > score(first.reading.words)
  return isWorthMore && other.coverage >= first.coverage - maxLoss
}

/**
 * Columns of sentences stay as they are: a further look reads across them, and may be surer of it.
 * Names and prices that were parted are read across.
 */
function isInColumns({ reading, view: { pixels } }: Candidate): boolean {
  const { words, text } = reading
  const lines = text.split('\n').filter((line) => line !== '')
  return (
    words.length > wordsOfSentences * lines.length &&
    climbsOf(words, columnHeight * pixels.height) > 0
  )
}

/** Nothing was read, and there is nothing dark to read either. */
function isBlank({ reading, view: { pixels } }: Candidate): boolean {
  return reading.words.length === 0 && !pixels.grey.some((value) => value < 160)
}

/**
 * How many degrees clockwise make the page readable, by a part of it that is read in the other
 * three ways, the likeliest first, until one is sure; as it is, only where none is. One that lies
 * at 270° is sure after half a turn: Tesseract reads a page at 90° by itself.
 */
async function quarterTurns(pixels: Pixels, read: Read): Promise<number> {
  const part = await tellingPart(pixels)
  let best = { degrees: 0, score: 0 }
  for (const degrees of [180, 90, 270, 0]) {
    const { words } = await read(degrees === 0 ? part : await turn(part, degrees))
    if (meanConfidence(words) >= sure && charactersOf(words) >= telling) return degrees
    if (score(words) > best.score) best = { degrees, score: score(words) }
  }
  return best.degrees
}

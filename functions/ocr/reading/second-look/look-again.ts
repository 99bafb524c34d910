import type { Word } from '../../../shared/events/contract/recognition.ts'
import { DeadlineError, type Segmentation } from '../../engine/engine.ts'
import type { Reading } from '../../engine/reading.ts'
import type { Pixels } from '../../preparation/pixels.ts'
import { coverageOf } from '../../preparation/print/coverage.ts'
import { type Print, printOf } from '../../preparation/print/print.ts'
import { turn } from '../../preparation/transform.ts'
import { scaled, turned, type View } from '../../preparation/view.ts'
import { densestPart } from './orientation.ts'
import { charactersOf, gainOf, meanConfidence, score, upwardJumps } from './score.ts'

/** One reading of a page. */
export interface Candidate {
  view: View
  /** Print of the page in the orientation of `view`, at a scale of its own (`print.width`). */
  print: Print
  reading: Reading
  /** Share of the print within words, in percent. */
  coverage: number
  /** Name of the look; null for the first reading. */
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

/** Segmentation of a first reading. As a column, Tesseract still parts the columns of wide tables. */
export function segmentationFor({ isTable }: Print): Segmentation {
  return isTable ? 'block' : 'auto'
}

/**
 * Mean confidence of a page that needs no second look, and of one that needs no third. Measurements
 * of all these bounds: docs/reading.md.
 */
const minConfidence = 82
const minConfidenceAfterLook = 80
/** Mean confidence below which a page may be turned, whatever its coverage. */
const minUprightConfidence = 55
/** Coverage below which a doubtful page may be turned, in percent. */
const minUprightCoverage = 50
/** Coverage of a completely read page, in percent. */
const minCoverage = 95
/** Points of coverage that a better look adds: a column of prices. */
const minCoverageGain = 10
/** Points of coverage that the right orientation may lose. */
const maxCoverageLoss = 5
/** Characters that confirm an orientation: rules may be read as a few letters of high confidence. */
const minOrientationCharacters = 20
/** Mean number of words a line in a column of sentences; its height, as a share of the page's. */
const minWordsPerLine = 3
const minColumnHeight = 0.1
/** Points of confidence a character that a better look gains: it may lose lines, or their order. */
const minGain = 1
/** Shorter side of a page to enlarge; on larger pages letters are large enough. */
const maxEnlargedSidePx = 1200
const enlargement = 1.5

/** Whether a page may be read better by another look. */
export function isDoubtful(first: Candidate): boolean {
  return !isWellRead(first) && !isBlank(first)
}

/**
 * Reads a page again in the ways that suit its defects, unless its confidence and coverage are high.
 * Keeps the first reading unless a later one is clearly better; past the deadline, the best one so
 * far. A page that was turned on request is not turned any further.
 */
export async function lookAgain(first: Candidate, read: Read, { isTurned = false } = {}) {
  const looks: string[] = []
  let best = first

  async function look(
    name: string,
    view: View,
    print: Print,
    segmentation = segmentationFor(print),
  ) {
    looks.push(name)
    return toCandidate(view, await read(view.pixels, segmentation), { look: name, print })
  }

  async function lookInTurn(): Promise<void> {
    if (!isDoubtful(first)) return
    if (!isTurned && mayBeTurned(first)) {
      const degrees = await quarterTurns(first.view.pixels, read)
      if (degrees > 0) {
        const view = await turned(first.view, degrees)
        const other = await look(`turned ${degrees}`, view, printOf(view.pixels))
        if (isBetterTurned(other, first)) best = other
        if (isWellRead(best)) return
      }
    }
    if (best.print.isTable || isInColumns(best)) return
    const { print, view } = best
    if (Math.min(view.pixels.width, view.pixels.height) > maxEnlargedSidePx) return
    const larger = await scaled(view, enlargement)
    best = better(await look('enlarged, one column', larger, print, 'column'), best)
    if (isWellRead(best, minConfidenceAfterLook)) return
    best = better(await look('enlarged, one block', larger, print, 'block'), best)
  }

  await lookInTurn().catch((error) => {
    if (!(error instanceof DeadlineError)) throw error
  })
  return { best, looks }
}

/**
 * The later candidate if it gains confidence, or covers more of the print with high confidence, and
 * jumps up no more often: another order of the lines is a loss.
 */
function better(later: Candidate, earlier: Candidate): Candidate {
  const [after, before] = [wordsIn(later), wordsIn(earlier)]
  const isMore =
    later.coverage >= earlier.coverage + minCoverageGain &&
    meanConfidence(after) >= minConfidenceAfterLook
  const jumps = upwardJumps(after) - upwardJumps(before)
  const isInOrder =
    jumps < 0 && later.coverage >= earlier.coverage && meanConfidence(after) >= minConfidence
  const isBetter = isMore || isInOrder || gainOf(after, before) > minGain
  return isBetter && jumps <= 0 ? later : earlier
}

/** Words with boxes in widths of the view, which do not depend on its scale. */
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

function isWellRead({ reading, coverage }: Candidate, min = minConfidence): boolean {
  return meanConfidence(reading.words) >= min && coverage >= minCoverage
}

/** Whether the page may be turned: its words are doubtful, or cover little of its print. */
function mayBeTurned({ reading, coverage }: Candidate): boolean {
  const confidence = meanConfidence(reading.words)
  return (
    confidence < minUprightConfidence ||
    (confidence < minConfidence && coverage < minUprightCoverage)
  )
}

/** Excludes a few confident words among the marks of a page that was upright. */
function isBetterTurned(other: Candidate, first: Candidate): boolean {
  const isWorthMore = score(other.reading.words) > score(first.reading.words)
  return isWorthMore && other.coverage >= first.coverage - maxCoverageLoss
}

/**
 * Columns of sentences: another look would read across them, perhaps with higher confidence. Names
 * and prices that were split into columns should be read across.
 */
function isInColumns({ reading, view: { pixels } }: Candidate): boolean {
  const { words, text } = reading
  const lines = text.split('\n').filter((line) => line !== '')
  return (
    words.length > minWordsPerLine * lines.length &&
    upwardJumps(words, minColumnHeight * pixels.height) > 0
  )
}

/** Whether no words were read and no pixel is dark. */
function isBlank({ reading, view: { pixels } }: Candidate): boolean {
  return reading.words.length === 0 && !pixels.grey.some((value) => value < 160)
}

/**
 * Degrees clockwise that make the page upright. Reads its densest part in the other three
 * orientations, likeliest first, until one has high confidence; unturned if none has. A page at 270°
 * has it after half a turn, because Tesseract reads a page at 90° by itself.
 */
async function quarterTurns(pixels: Pixels, read: Read): Promise<number> {
  const part = await densestPart(pixels)
  let best = { degrees: 0, score: 0 }
  for (const degrees of [180, 90, 270, 0]) {
    const { words } = await read(degrees === 0 ? part : await turn(part, degrees))
    const isConfident = meanConfidence(words) >= minConfidence
    if (isConfident && charactersOf(words) >= minOrientationCharacters) return degrees
    if (score(words) > best.score) best = { degrees, score: score(words) }
  }
  return best.degrees
}

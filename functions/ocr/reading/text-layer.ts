import type { PdfDocument } from '../../shared/pdf/open-pdf.ts'
import { type PageText, type PageWord, PdfError } from '../../shared/pdf/protocol.ts'
import type { PdfText } from '../../shared/settings/pdf-text.ts'
import type { Reading } from '../engine/reading.ts'
import type { Decoded } from '../preparation/decode.ts'
import { coverageOf } from '../preparation/print/coverage.ts'
import { isSeen } from './seen-words.ts'

/** A page's own text, instead of a recognized one. */
export interface LayerReading extends Reading {
  /** Share of the print within words, 0 to 100. */
  coverage: number
}

/** Why a page is recognized although it contains text. */
export type Refusal =
  | 'unmapped'
  | 'invisible'
  | 'sideways'
  | 'picture'
  | 'no-words'
  | 'unseen'
  | 'uncovered'

/** Bounds, as shares; measurements: docs/documents.md. */
const maxUnmapped = 0.02
const maxInvisible = 0.05
const maxSideways = 0.5
const maxPictures = 0.5
/** Letters and digits: fonts that are mapped wrongly give signs. */
const minLetters = 0.4
/** Characters that lines to be filled in, and those of a table of contents, consist of. */
const ofLines = /[.·…_-]/g
/** Share of the print within words, in percent. */
const minCoverage = 90
/** Width of words that nobody sees; the others are taken without them. */
const maxUnseen = 0.1

/** Words of a page beside its picture. */
interface Sight {
  /** Lines of the words that are seen. */
  lines: PageWord[][]
  /** Share of the words that are not, by their width. */
  unseen: number
  /** Share of the print within words that are seen, in percent. */
  coverage: number
}

/** Why the own text of a page is not sound; null if it is. `look` takes longer than the other reasons. */
export function refusalOf(
  text: PageText,
  look: () => Pick<Sight, 'unseen' | 'coverage'>,
): Refusal | null {
  const { characters, unmapped, invisible, sideways, pictureShare, lines } = text
  if (unmapped > maxUnmapped * characters) return 'unmapped'
  if (invisible > maxInvisible * characters) return 'invisible'
  if (sideways > maxSideways * characters) return 'sideways'
  if (pictureShare > maxPictures) return 'picture'
  if (letterShare(lines) < minLetters) return 'no-words'
  const { unseen, coverage } = look()
  if (unseen > maxUnseen) return 'unseen'
  return coverage < minCoverage ? 'uncovered' : null
}

/** `isAll` takes unseen words as well. */
function sightOf({ lines }: PageText, { pixels, print, width }: Decoded, isAll: boolean): Sight {
  const scale = width / pixels.width
  let [allPx, seenPx] = [0, 0]
  const isTaken = (word: PageWord) => {
    const isTaken = isAll || isSeen(pixels, word, scale)
    const px = word.box[2] - word.box[0]
    allPx += px
    if (isTaken) seenPx += px
    return isTaken
  }
  const seen = lines.map((line) => line.filter(isTaken)).filter(({ length }) => length > 0)
  return {
    lines: seen,
    unseen: allPx === 0 ? 0 : 1 - seenPx / allPx,
    coverage: coverageOf(print, seen.flat(), width / print.width),
  }
}

/**
 * The own text of a page of a PDF, by number from 1; null if the page is to be recognized: it has none, or with `auto`
 * none that is sound. Throws if the process of PDFium was killed from outside.
 */
export async function textLayerOf(
  document: PdfDocument,
  page: number,
  { decoded, mode }: { decoded: Decoded; mode: Exclude<PdfText, 'ocr'> },
): Promise<LayerReading | null> {
  const text = await document.text(page).catch((error) => {
    if (error instanceof PdfError) return null
    throw error
  })
  if (!text || text.lines.length === 0) return null
  let sight: Sight | undefined
  const look = () => {
    sight ??= sightOf(text, decoded, mode === 'layer')
    return sight
  }
  if (mode === 'auto' && refusalOf(text, look) !== null) return null
  const { lines, coverage } = look()
  return {
    text: textOf(lines),
    // Nothing was recognized.
    confidence: 100,
    words: lines.flat().map(({ text, box }) => ({ text, box, confidence: 100 })),
    coverage: Math.round(coverage * 10) / 10,
  }
}

function letterShare(lines: PageWord[][]): number {
  const characters = lines.flat().flatMap(({ text }) => [...text.replace(ofLines, '')])
  const letters = characters.filter((character) => /[\p{L}\p{N}]/u.test(character))
  return letters.length / Math.max(characters.length, 1)
}

/** Heights of a line from its top to that of the next one, above which another paragraph begins. */
const maxLinePitch = 2

function textOf(lines: PageWord[][]): string {
  return lines
    .map((line, index) => `${breakBefore(line, lines[index - 1])}${lineOf(line)}`)
    .join('')
    .concat('\n')
}

function lineOf(words: PageWord[]): string {
  return words
    .map(({ text, isJoined }, index) => (index === 0 || isJoined ? text : ` ${text}`))
    .join('')
}

function breakBefore(line: PageWord[], before: PageWord[] | undefined): string {
  if (!before) return ''
  const [above, below] = [extentOf(before), extentOf(line)]
  const pitch = below.top - above.top
  const height = Math.max(above.height, below.height)
  return pitch < 0 || pitch > maxLinePitch * height ? '\n\n' : '\n'
}

function extentOf(line: PageWord[]) {
  let [top, bottom] = [Number.POSITIVE_INFINITY, 0]
  for (const { box } of line) {
    top = Math.min(top, box[1])
    bottom = Math.max(bottom, box[3])
  }
  return { top, height: bottom - top }
}

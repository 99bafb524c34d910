import type { PrintSize } from './print/print.ts'

/**
 * Px of the shorter side: a letter page at 188 dpi, which is read as well as at 300 and sooner
 * (docs/reading.md).
 */
const targetShortSidePx = 1600
/**
 * Px of small letters that are read as well as larger ones; and that are still read where a page is
 * vast.
 */
const targetXHeightPx = 12
const minXHeightPx = 9
/**
 * In all: three letter pages below each other; and for the smallest print of a plan. More takes too
 * much memory.
 */
const targetPixels = 12_000_000
const maxPixels = 20_000_000

/**
 * Px of letters that are read better enlarged, up to so many px in all: a quarter more CPU, and a
 * tenth to a third of the errors (docs/reading.md).
 */
const smallLetterPx = 7
const enlargement = 1.5
const maxEnlargedPixels = 4_000_000
/** Share of a page that its letters take; specks that look like letters take less. */
const minLetterShare = 0.005

interface Page {
  width: number
  height: number
  print: PrintSize | null
}

/**
 * What a page is scaled by before it is read: large pages are made smaller, small print is not, and
 * that of a few px is enlarged.
 */
export function factorFor({ width, height, print }: Page): number {
  const xHeight = print?.xHeight ?? Number.POSITIVE_INFINITY
  const within = (px: number) => Math.sqrt(px / (width * height))
  if (print && isTooLow(print, width * height) && within(maxEnlargedPixels) > 1) {
    return Math.min(enlargement, within(maxEnlargedPixels))
  }
  const wanted = Math.max(targetShortSidePx / Math.min(width, height), targetXHeightPx / xHeight)
  const needed = Math.min(wanted, Math.max(within(targetPixels), minXHeightPx / xHeight))
  return Math.min(needed, within(maxPixels), 1)
}

function isTooLow({ middle, count }: PrintSize, pagePixels: number): boolean {
  return middle < smallLetterPx && count * middle ** 2 > minLetterShare * pagePixels
}

/**
 * Of a slip, as tills print them, a card or a label: they are read best as 250 to 280, by far
 * (docs/reading.md).
 */
const slipDpi = 265
/** Heights of letters that a slip is wide at most; pages and screens have more. */
const slipWidth = 60
/** What Tesseract believes, in dots an inch. */
const [minDpi, maxDpi] = [70, 2400]
/** Dots an inch for each px of an x: as if it was print of 10 points. */
const dpiPerXHeightPx = 15

/**
 * The resolution that Tesseract is told of a page scaled by a factor, in dots an inch. It knows by
 * it how wide the gaps between columns are, so it follows the print; what files say of theirs is
 * true of scans at most.
 */
export function resolutionFor({ width, print }: Page, factor: number): number {
  if (!print || width < slipWidth * print.middle) return slipDpi
  const resolution = Math.round(dpiPerXHeightPx * print.xHeight * factor)
  return Math.min(Math.max(resolution, minDpi), maxDpi)
}

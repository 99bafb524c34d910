import type { PrintSize } from './print/print.ts'

/**
 * Shorter side of a letter page at 188 dpi, which is read as accurately as at 300 dpi in less time
 * (docs/reading.md).
 */
const targetShortSidePx = 1600
/** X-height that is read as accurately as larger ones; and the minimum on very large pages. */
const targetXHeightPx = 12
const minXHeightPx = 9
/**
 * Pixels of a scaled page: three letter pages; and the maximum, for the smallest print of a plan.
 * More takes too much memory.
 */
const targetPixels = 12_000_000
const maxPixels = 20_000_000

/**
 * Letters of less than this height are enlarged, up to a page of `maxEnlargedPixels`: a quarter more
 * CPU, and a tenth to a third of the errors (docs/reading.md).
 */
const maxEnlargedLetterPx = 7
/** The same for tables: numbers and names are in no dictionary. */
const maxEnlargedTableLetterPx = 11
const enlargement = 1.5
const maxEnlargedPixels = 4_000_000
/** Share of a page that letters cover; specks that look like letters cover less. */
const minLetterShare = 0.005

interface Page {
  width: number
  height: number
  print: PrintSize | null
  isTable: boolean
}

/**
 * Factor to scale a page by before recognition: large pages are reduced, small print is kept, and
 * print of a few px is enlarged.
 */
export function factorFor(page: Page): number {
  const { width, height, print } = page
  const xHeight = print?.xHeight ?? Number.POSITIVE_INFINITY
  const within = (px: number) => Math.sqrt(px / (width * height))
  if (isSmallPrint(page) && within(maxEnlargedPixels) > 1) {
    return Math.min(enlargement, within(maxEnlargedPixels))
  }
  const target = Math.max(targetShortSidePx / Math.min(width, height), targetXHeightPx / xHeight)
  const bounded = Math.min(target, Math.max(within(targetPixels), minXHeightPx / xHeight))
  return Math.min(bounded, within(maxPixels), 1)
}

function isSmallPrint({ width, height, print, isTable }: Page): boolean {
  const { medianHeight, count } = print ?? { medianHeight: 0, count: 0 }
  const letterPixels = count * medianHeight ** 2
  const maxPx = isTable ? maxEnlargedTableLetterPx : maxEnlargedLetterPx
  return medianHeight < maxPx && letterPixels > minLetterShare * width * height
}

/**
 * Resolution reported for till receipts, cards and labels: 250 to 280 dpi give the fewest errors
 * (docs/reading.md).
 */
const slipDpi = 265
/** Maximum width of a slip, in heights of its letters; pages and screens are wider. */
const maxSlipWidthInLetters = 60
/** Resolutions that Tesseract accepts. */
const [minDpi, maxDpi] = [70, 2400]
/** Dpi for each px of x-height: that of print of 10 points. */
const dpiPerXHeightPx = 15

/**
 * Resolution to report to Tesseract for a page scaled by `factor`, in dpi. Tesseract derives from it
 * how wide the gaps between columns are, so it follows the print: the resolution in a file is
 * correct for scans only.
 */
export function resolutionFor({ width, print }: Page, factor: number): number {
  if (!print || width < maxSlipWidthInLetters * print.medianHeight) return slipDpi
  const resolution = Math.round(dpiPerXHeightPx * print.xHeight * factor)
  return Math.min(Math.max(resolution, minDpi), maxDpi)
}

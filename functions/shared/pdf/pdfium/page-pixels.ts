import type { PagePixels } from '../protocol.ts'

/**
 * Shorter side of a page that is rendered for recognition, and the resolutions within which it is reached: a letter
 * page at 200 dpi is read as accurately as at 300 dpi (docs/documents.md).
 */
const targetShortSidePx = 1700
const [minDpi, maxDpi] = [200, 300]
/** Pixels of the largest rendered page: larger pages have a lower resolution. */
const maxPixels = 12_000_000
const maxSidePx = 30_000
const pointsPerInch = 72
const letter: PageSize = [612, 792]

/** Width and height in points. */
export type PageSize = readonly [width: number, height: number]

/**
 * Size at which a page is recognized, which is the scale of its words' boxes. Null stands for a page that is missing or
 * broken: it has a size, and no text.
 */
export function pagePixels(size: PageSize | null): PagePixels {
  const [width, height] = size ?? letter
  const dpi = (targetShortSidePx * pointsPerInch) / Math.min(width, height)
  const scale = Math.min(
    Math.min(Math.max(dpi, minDpi), maxDpi) / pointsPerInch,
    Math.sqrt(maxPixels / (width * height)),
    maxSidePx / Math.max(width, height),
  )
  const toPx = (points: number) => Math.max(Math.round(points * scale), 1)
  return { width: toPx(width), height: toPx(height) }
}

/** Size of a page that is shown at most `maxWidth` px wide, never enlarged. */
export function within(maxWidth: number, { width, height }: PagePixels): PagePixels {
  if (width <= maxWidth) return { width, height }
  return { width: maxWidth, height: Math.max(Math.round((height * maxWidth) / width), 1) }
}

import type { Pixels } from '../../preparation/pixels.ts'
import { crop, scale } from '../../preparation/transform.ts'

/** Maximum side of the part, which is read in up to four orientations. */
const maxPartPx = 700
/** Candidate positions of the part, across and down. */
const positions = 4
/** Longer side of the copy in which ink is measured. */
const samplePx = 200

/**
 * Part of a page with the most ink, a few lines of text in size, to detect the orientation from. All
 * of a small picture.
 */
export async function densestPart(pixels: Pixels): Promise<Pixels> {
  const { width, height } = pixels
  const [partWidth, partHeight] = [Math.min(width, maxPartPx), Math.min(height, maxPartPx)]
  if (partWidth === width && partHeight === height) return pixels
  const corners = Array.from({ length: positions * positions }, (_, index) => ({
    left: Math.round(((width - partWidth) * (index % positions)) / (positions - 1)),
    top: Math.round(((height - partHeight) * Math.floor(index / positions)) / (positions - 1)),
  }))
  const small = await scale(pixels, Math.min(samplePx / Math.max(width, height), 1))
  const factor = small.width / width
  const inkAt = ({ left, top }: { left: number; top: number }) =>
    inkIn(
      small,
      [left, top, left + partWidth, top + partHeight].map((px) => Math.floor(px * factor)),
    )
  const [most] = corners
    .map((corner) => ({ ...corner, ink: inkAt(corner) }))
    .sort((a, b) => b.ink - a.ink)
  const { left = 0, top = 0 } = most ?? {}
  return crop(pixels, [left, top, left + partWidth, top + partHeight])
}

function inkIn(
  { grey, width }: Pixels,
  [left = 0, top = 0, right = 0, bottom = 0]: number[],
): number {
  let ink = 0
  for (let y = top; y < bottom; y += 1) {
    for (let x = left; x < right; x += 1) ink += 255 - (grey[y * width + x] ?? 255)
  }
  return ink
}

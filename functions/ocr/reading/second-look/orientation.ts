import { crop, type Pixels, scale } from '../../preparation/pixels.ts'

/** Px of the longer side of a part that is read in up to four ways. */
const partSide = 700
const cells = 4

/**
 * The part of a page that says most of how it is turned: where most ink is, as small as a few lines of text.
 * All of a small picture.
 */
export async function tellingPart(pixels: Pixels): Promise<Pixels> {
  const { width, height } = pixels
  const [partWidth, partHeight] = [Math.min(width, partSide), Math.min(height, partSide)]
  if (partWidth === width && partHeight === height) return pixels
  const places = Array.from({ length: cells * cells }, (_, index) => ({
    left: Math.round(((width - partWidth) * (index % cells)) / (cells - 1)),
    top: Math.round(((height - partHeight) * Math.floor(index / cells)) / (cells - 1)),
  }))
  const small = await scale(pixels, Math.min(200 / Math.max(width, height), 1))
  const factor = small.width / width
  const inkAt = ({ left, top }: { left: number; top: number }) =>
    inkIn(
      small,
      [left, top, left + partWidth, top + partHeight].map((px) => Math.floor(px * factor)),
    )
  const [most] = places
    .map((place) => ({ ...place, ink: inkAt(place) }))
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

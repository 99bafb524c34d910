import { median, type Pixels } from './pixels.ts'

/**
 * Of neighbours in a row, one dark and one light: 0.05 at most on 146 real pages, 0.1 and more where black and
 * white are mixed at random. Tesseract takes such a page apart for minutes, and nothing stops it.
 */
const mostChanges = 0.08
/** One row in so many is looked at. */
const step = 4
/** A median needs its neighbours; of less than that there is nothing to take apart. */
const leastSide = 3

/** A page of noise with its specks taken away; any other as it is. */
export async function withoutNoise(pixels: Pixels): Promise<Pixels> {
  if (Math.min(pixels.width, pixels.height) < leastSide) return pixels
  return changesIn(pixels) > mostChanges ? median(pixels) : pixels
}

function changesIn({ grey, width, height }: Pixels): number {
  let changes = 0
  let pairs = 0
  for (let y = 0; y < height; y += step) {
    for (let at = y * width + 1; at < (y + 1) * width; at += 1) {
      pairs += 1
      if ((grey[at] ?? 0) < 128 !== (grey[at - 1] ?? 0) < 128) changes += 1
    }
  }
  return changes / Math.max(pairs, 1)
}

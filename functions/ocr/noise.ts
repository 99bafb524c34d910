import { median, type Pixels } from './pixels.ts'

/**
 * Of neighbours in a row, one dark and one light: 0.05 at most on 146 real pages, 0.1 and more where black and
 * white are mixed at random. Tesseract takes such a page apart for minutes, and nothing stops it.
 */
const mostChanges = 0.08
/**
 * Of a row and the next that is looked at, in shares of the changes of a row: 0.8 and more of small print, whose
 * lines begin and end, 0.25 at most of noise, whose rows are alike. Print of 7 px may have as many changes as noise.
 */
const leastDifference = 0.4
/** One row in so many is looked at. */
const step = 4
/** A median needs its neighbours; of less than that there is nothing to take apart. */
const leastSide = 3

/** A page of noise with its specks taken away; any other as it is. */
export async function withoutNoise(pixels: Pixels): Promise<Pixels> {
  if (Math.min(pixels.width, pixels.height) < leastSide) return pixels
  return isNoise(pixels) ? median(pixels) : pixels
}

function isNoise({ grey, width, height }: Pixels): boolean {
  let changes = 0
  let differences = 0
  let rows = 0
  let before: number | undefined
  for (let y = 0; y < height; y += step) {
    let inRow = 0
    for (let at = y * width + 1; at < (y + 1) * width; at += 1) {
      if ((grey[at] ?? 0) < 128 !== (grey[at - 1] ?? 0) < 128) inRow += 1
    }
    rows += 1
    changes += inRow
    differences += Math.abs(inRow - (before ?? inRow))
    before = inRow
  }
  return changes > mostChanges * rows * (width - 1) && differences < leastDifference * changes
}

import type { Blot } from './blots.ts'

/**
 * Height of a letter, in px: smaller blots are specks, larger ones headings, pictures and frames.
 */
const [minHeight, maxHeight] = [5, 70]
/** Width of letters that touch, in heights. */
const maxWidth = 12
/** Distance of neighbours, in heights: letters of a word or two words, but not two columns. */
const maxDistance = 1.2
/** Heights of neighbours: a capital beside the shortest letters. */
const maxHeightRatio = 2.2
/** What the feet or the heads of neighbours differ by, in heights. */
const tolerance = 0.2
/** Letters in a line; fewer may be anything. */
const minLetters = 5
/** Height of the bands in which neighbours are looked for, in px. */
const bandHeight = 16

/** Blots that stand beside each other as the letters of a line do, on or under a common line. */
export function lettersOf(blots: Blot[]): Blot[] {
  const candidates = blots.filter(isLetterSized).sort((a, b) => a.left - b.left)
  const bands = inBands(candidates)
  const lines = new Map(candidates.map((blot) => [blot, [blot]]))
  for (const blot of candidates) {
    for (const next of neighboursOf(blot, bands)) {
      const [line, other] = [lines.get(blot), lines.get(next)]
      if (!line || !other || line === other) continue
      const [longer, shorter] = line.length < other.length ? [other, line] : [line, other]
      for (const member of shorter) lines.set(member, longer)
      longer.push(...shorter)
    }
  }
  return candidates.filter((blot) => (lines.get(blot)?.length ?? 0) >= minLetters)
}

function isLetterSized({ left, top, right, bottom }: Blot): boolean {
  const height = bottom - top
  return height >= minHeight && height <= maxHeight && right - left <= maxWidth * height
}

type Bands = Map<number, Blot[]>

/** By the height of their middle, each band from left to right. */
function inBands(blots: Blot[]): Bands {
  return Map.groupBy(blots, ({ top, bottom }) => Math.floor((top + bottom) / 2 / bandHeight))
}

/** Those that begin to the right of the beginning of `blot`, in its line. */
function neighboursOf(blot: Blot, bands: Bands): Blot[] {
  const [first, last] = [blot.top, blot.bottom].map((y) => Math.floor(y / bandHeight))
  const found: Blot[] = []
  for (let key = first ?? 0; key <= (last ?? 0); key += 1) {
    const band = bands.get(key) ?? []
    for (let at = firstRightOf(blot.left, band); at < band.length; at += 1) {
      const next = band[at]
      if (!next || next.left > blot.right + maxDistance * (blot.bottom - blot.top)) break
      if (isBeside(blot, next)) found.push(next)
    }
  }
  return found
}

function firstRightOf(left: number, band: Blot[]): number {
  let [from, to] = [0, band.length]
  while (from < to) {
    const middle = (from + to) >> 1
    if ((band[middle]?.left ?? 0) <= left) from = middle + 1
    else to = middle
  }
  return from
}

function isBeside(a: Blot, b: Blot): boolean {
  const [heightA, heightB] = [a.bottom - a.top, b.bottom - b.top]
  const taller = Math.max(heightA, heightB)
  const most = tolerance * taller + 1
  const overlap = a.right - b.left
  return (
    a.isLight === b.isLight &&
    taller <= maxHeightRatio * Math.min(heightA, heightB) &&
    (Math.abs(a.bottom - b.bottom) <= most || Math.abs(a.top - b.top) <= most) &&
    overlap <= 0.3 * Math.min(a.right - a.left, b.right - b.left)
  )
}

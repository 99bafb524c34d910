import type { PageWord } from '../../shared/pdf/protocol.ts'
import type { Grey } from '../preparation/pixels.ts'

/** Grey levels between print and ground, below which nobody reads a word. */
const minContrast = 32
/** Share of a word's box that is print, and that is ground: a black bar has no ground. */
const minShare = 0.03
/** Characters of a word that fill their box: a single stroke, such as those of `l`, `-` and `.`. */
const maxSolidCharacters = 2
const hasLetters = /[\p{L}\p{N}]/u
/** Margin around such a word, in px of `page`. */
const marginPx = 3
/** Edge of another word's box that is left out: a bar as high as the word is blurred there, and its box rounded. */
const edgePx = 1
/** Pixels that are looked at in a word: larger ones are sampled, so that many huge words take a bounded time. */
const maxSampledPixels = 4096

/**
 * Whether a word is to be seen on the picture of its page: not if it has the colour of its ground, or is clipped,
 * covered, or on a layer that is switched off. Its box belongs to the page scaled by `scale`. A word without a font to
 * show it counts as seen.
 */
export function isSeen(page: Grey, { text, box, isUnshown }: PageWord, scale: number): boolean {
  if (isUnshown) return true
  const isSolid = text.length <= maxSolidCharacters || !hasLetters.test(text)
  const margin = isSolid ? marginPx : -edgePx
  const [left, top, right, bottom] = box.map((px) => px / scale) as PageWord['box']
  const x1 = Math.max(Math.floor(left) - margin, 0)
  const y1 = Math.max(Math.floor(top) - margin, 0)
  const x2 = Math.min(Math.ceil(right) + margin, page.width) - 1
  const y2 = Math.min(Math.ceil(bottom) + margin, page.height) - 1
  if (x2 < x1 || y2 < y1) return false
  const step = Math.ceil(Math.sqrt(((x2 - x1 + 1) * (y2 - y1 + 1)) / maxSampledPixels))
  const levels = new Uint32Array(256)
  for (let y = y1; y <= y2; y += step) {
    for (let at = y * page.width + x1; at <= y * page.width + x2; at += step) {
      const level = page.grey[at] ?? 0
      levels[level] = (levels[level] ?? 0) + 1
    }
  }
  const darkest = levels.findIndex((count) => count > 0)
  const lightest = levels.findLastIndex((count) => count > 0)
  if (lightest - darkest < minContrast) return false
  const middle = (darkest + lightest) / 2
  let [dark, all] = [0, 0]
  for (const [level, count] of levels.entries()) {
    all += count
    if (level < middle) dark += count
  }
  return isSolid || Math.min(dark, all - dark) >= minShare * all
}

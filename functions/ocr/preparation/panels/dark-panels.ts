import type { Grey, Pixels } from '../pixels.ts'
import type { Component } from '../print/components.ts'
import { upperEdgeOf } from '../print/panels.ts'
import type { Print } from '../print/print.ts'
import { type Ground, groundOf, maxDifference, type Region, spread, withHoles } from './region.ts'

/** Distance from a letter's box to the ground above and below it, in px: its edges are blurred. */
const marginPx = 2
/** Level below which ground has light print; from the other one on, it counts as white paper. */
const [maxDarkGround, minWhiteGround] = [128, 200]
/** Share of the rows above and below a letter that is of one level: not in a photograph. */
const minFlatShare = 0.8
/** Share of the light letters on such ground. */
const minFlatLetterShare = 0.75

export interface Printed {
  pixels: Pixels
  print: Print
}

/** A letter at the scale of the pixels, with the ground around it. */
interface Letter extends Component, Ground {
  isFlat: boolean
}

/**
 * Makes all print dark on white, if some of it is light: on a whole page, on a panel, or on a button.
 * Tesseract reads light print twice, and loses it beside dark print. `print` may be of the page at
 * another scale.
 */
export function withoutDarkPanels({ pixels, print }: Printed): Printed {
  const { grey, width } = pixels
  const scale = width / print.width
  const hasLight = print.letters.some(({ isLight }) => isLight)
  if (!hasLight && print.panels.length === 0) return { pixels, print }
  const letters = print.letters.map((letter) => onGround(scaled(letter, scale), pixels))
  const light = letters.filter(({ isLight }) => isLight)
  const isPrint = light.filter(({ isFlat }) => isFlat).length >= minFlatLetterShare * light.length
  if (!isPrint && print.panels.length === 0) return { pixels, print }

  const region: Region = new Uint16Array(grey.length)
  for (const panel of print.panels) spreadIn(region, pixels, scaled(panel, scale))
  for (const letter of letters) {
    if (letter.isFlat && (isPrint || !letter.isLight)) spreadAround(region, pixels, letter)
  }
  return {
    pixels: { ...pixels, grey: whitened(grey, withHoles(region, width)) },
    print: { ...print, letters: print.letters.map((letter) => ({ ...letter, isLight: false })) },
  }
}

function whitened(grey: Uint8Array, region: Region): Uint8Array {
  const tables: Uint8ClampedArray[] = []
  const white = grey.slice()
  for (let at = 0; at < white.length; at += 1) {
    const value = region[at] ?? 0
    if (value === 0) continue
    tables[value] ??= levelsOn(groundOf(value))
    white[at] = tables[value][white[at] ?? 255] ?? 255
  }
  return white
}

/** New levels of a ground and its print, so that the ground is white. */
function levelsOn({ level, isDark }: Ground): Uint8ClampedArray {
  const white = level < minWhiteGround ? Math.max(level, 1) : 255
  return Uint8ClampedArray.from({ length: 256 }, (_, old) =>
    isDark ? (255 * (255 - old)) / (255 - level) : (255 * old) / white,
  )
}

/** Adds the ground of a panel. */
function spreadIn(region: Region, page: Grey, panel: Component): void {
  const at = upperEdgeOf(panel) * page.width + ((panel.left + panel.right) >> 1)
  spread(region, page, at, { level: page.grey[at] ?? 255, isDark: !panel.isLight })
}

/** Adds the ground above and below a letter. */
function spreadAround(region: Region, page: Grey, { level, isDark, ...letter }: Letter): void {
  for (const start of rowsAround(letter, page)) {
    spread(region, page, start + ((letter.right - letter.left) >> 1), { level, isDark })
  }
}

function onGround(letter: Component, page: Grey): Letter {
  const levels = rowsAround(letter, page)
    .flatMap((start) => [...page.grey.subarray(start, start + letter.right - letter.left)])
    .sort((a, b) => a - b)
  const level = levels[levels.length >> 1] ?? 255
  const flat = levels.filter((each) => Math.abs(each - level) <= maxDifference)
  const isDark = letter.isLight
  const isFlat = flat.length >= minFlatShare * levels.length && (!isDark || level < maxDarkGround)
  return { ...letter, level, isDark, isFlat }
}

/** Index of the leftmost pixel above a letter, and below it, if they are on the page. */
function rowsAround({ left, top, bottom }: Component, { width, height }: Grey): number[] {
  return [top - 1 - marginPx, bottom + marginPx]
    .filter((y) => y >= 0 && y < height)
    .map((y) => y * width + left)
}

function scaled(box: Component, scale: number): Component {
  return {
    ...box,
    left: Math.floor(box.left * scale),
    top: Math.floor(box.top * scale),
    right: Math.ceil(box.right * scale),
    bottom: Math.ceil(box.bottom * scale),
  }
}

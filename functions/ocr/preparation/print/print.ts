import type { Grey } from '../pixels.ts'
import { type Component, componentsOf } from './components.ts'
import { linesAmong } from './letters.ts'
import { isPanel } from './panels.ts'
import { isTable } from './table.ts'

/** Print found on a page. */
export interface Print {
  /** Boxes of letters in lines of at least three: shorter lines may be specks. */
  letters: Component[]
  /** Buttons, badges, and other small grounds of print. */
  panels: Component[]
  /** Size of the page at the scale of the boxes, in px. */
  width: number
  height: number
  /** Null on a page without letters. */
  size: PrintSize | null
  /** Whether most of the page is a table, whose rows are to be read across. */
  isTable: boolean
}

/** Heights of the letters on a page, in px. */
export interface PrintSize {
  /** Height of small letters; of the smallest print that is a tenth of the page or more. */
  xHeight: number
  medianHeight: number
  /** Number of letters. */
  count: number
}

/**
 * Letters in a line that is print; in a short line, such as a price, that is print if it is as high
 * as the longer lines; and on a page with print. Fewer may be chance.
 */
const minLettersInLine = 5
const minLettersInShortLine = 3
const minLettersOnPage = 6
/** Median height of a short line, relative to that of the longer lines. */
const [minRelativeHeight, maxRelativeHeight] = [0.8, 1.7]
/** Larger pages are sampled at every second pixel, in both directions, */
const maxFullyScannedPixels = 4_000_000
/** unless that finds fewer or lower letters than this, whose thin strokes may be lost. */
const [minReliableLetters, minReliableXHeightPx] = [150, 7]

/** Takes 5 to 12 ms for a letter page. */
export function printOf(page: Grey): Print {
  if (page.width * page.height > maxFullyScannedPixels) {
    const half = printIn(halved(page), 2)
    const { count = 0, xHeight = 0 } = half.size ?? {}
    if (count >= minReliableLetters && xHeight >= 2 * minReliableXHeightPx) return half
  }
  return printIn(page, 1)
}

/** `scale` is the height of letters in the original page, relative to this one. */
function printIn(page: Grey, scale: number): Print {
  const { width, height } = page
  const components = componentsOf(page)
  const lines = linesAmong(components)
  const printed = lines.filter(({ length }) => length >= minLettersInLine).flat()
  const median = medianHeightOf(printed)
  const isShort = (line: Component[]) =>
    line.length < minLettersInLine &&
    line.length >= minLettersInShortLine &&
    medianHeightOf(line) >= minRelativeHeight * median &&
    medianHeightOf(line) <= maxRelativeHeight * median
  const isInside = ({ left, top, right, bottom }: Component) =>
    left > 0 && top > 0 && right < width && bottom < height
  return {
    // Components at the edge are the table under the page, or a torn edge.
    letters: [...printed, ...lines.filter(isShort).flat()].filter(isInside),
    panels: components.filter((component) => isPanel(component, page, median)),
    ...{ width, height },
    size: sizeOf(lines.flat(), printed, scale),
    isTable: isTable(lines, width),
  }
}

/** Size from the longer lines if there are enough of them: pairs of specks look like letters. */
function sizeOf(all: Component[], printed: Component[], scale: number): PrintSize | null {
  if (all.length < minLettersOnPage) return null
  const letters = printed.length < minReliableLetters ? all : printed
  // Three of five letters are as high as an x.
  return {
    xHeight: scale * heightAt(0.08, letters),
    medianHeight: scale * medianHeightOf(letters),
    count: all.length,
  }
}

const medianHeightOf = (letters: Component[]) => heightAt(0.5, letters)

function heightAt(share: number, letters: Component[]): number {
  const heights = letters.map(({ top, bottom }) => bottom - top).sort((a, b) => a - b)
  return heights[Math.floor(share * heights.length)] ?? 0
}

function halved({ grey, width, height }: Grey): Grey {
  const half = { width: Math.floor(width / 2), height: Math.floor(height / 2) }
  const sampled = new Uint8Array(half.width * half.height)
  for (let y = 0; y < half.height; y += 1) {
    for (let x = 0; x < half.width; x += 1) {
      sampled[y * half.width + x] = grey[2 * y * width + 2 * x] ?? 255
    }
  }
  return { grey: sampled, ...half }
}

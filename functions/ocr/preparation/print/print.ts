import type { Grey } from '../pixels.ts'
import { type Component, componentsOf } from './components.ts'
import { linesAmong } from './letters.ts'

/** What looks like print on a page. */
export interface Print {
  /** Each letter's box, of lines of a few letters; fewer may be anything. */
  letters: Component[]
  /** Of the page, in px of those boxes. */
  width: number
  height: number
  /** Null where no letters are found. */
  size: PrintSize | null
}

/** Heights of the letters on a page, in px. */
export interface PrintSize {
  /** Of small letters; where a tenth of a page and more is smaller print, of that. */
  xHeight: number
  /** The middle one of all letters. */
  middle: number
  /** How many letters were found. */
  count: number
}

/**
 * Letters in a line that is print for certain; in one that is print where it is as high as those
 * lines, as a price is; and on a page: fewer may be chance.
 */
const minInLine = 5
const minInShortLine = 3
const minLetters = 6
/** Height of a short line's letters, in heights of the middle letter of the longer lines. */
const [minShare, maxShare] = [0.8, 1.7]
/** Larger pages are looked at in every second px, each way, */
const maxPixels = 4_000_000
/**
 * unless they have fewer letters than this or, of those looked at, lower ones: thin strokes would
 * be lost.
 */
const enough = { letters: 150, height: 7 }

/** Takes 10 to 20 ms of a page of letter size. */
export function printOf(page: Grey): Print {
  if (page.width * page.height > maxPixels) {
    const half = printIn(halved(page), 2)
    const { count = 0, xHeight = 0 } = half.size ?? {}
    if (count >= enough.letters && xHeight >= 2 * enough.height) return half
  }
  return printIn(page, 1)
}

/** Of a page whose letters were `scale` times as high. */
function printIn(page: Grey, scale: number): Print {
  const { width, height } = page
  const lines = linesAmong(componentsOf(page))
  const printed = lines.filter(({ length }) => length >= minInLine).flat()
  const middle = middleOf(printed)
  const isShort = (line: Component[]) =>
    line.length < minInLine &&
    line.length >= minInShortLine &&
    middleOf(line) >= minShare * middle &&
    middleOf(line) <= maxShare * middle
  const isInside = ({ left, top, right, bottom }: Component) =>
    left > 0 && top > 0 && right < width && bottom < height
  return {
    // What touches the edge is a table that the page lies on, or a torn edge.
    letters: [...printed, ...lines.filter(isShort).flat()].filter(isInside),
    ...{ width, height },
    size: sizeOf(lines.flat(), printed, scale),
  }
}

/** Pairs of specks look like letters, so where there are enough lines those tell the size. */
function sizeOf(all: Component[], printed: Component[], scale: number): PrintSize | null {
  if (all.length < minLetters) return null
  const letters = printed.length < enough.letters ? all : printed
  // Three of five letters are as high as an x.
  return {
    xHeight: scale * heightAt(0.08, letters),
    middle: scale * middleOf(letters),
    count: all.length,
  }
}

const middleOf = (letters: Component[]) => heightAt(0.5, letters)

function heightAt(share: number, letters: Component[]): number {
  const heights = letters.map(({ top, bottom }) => bottom - top).sort((a, b) => a - b)
  return heights[Math.floor(share * heights.length)] ?? 0
}

function halved({ grey, width, height }: Grey): Grey {
  const half = { width: Math.floor(width / 2), height: Math.floor(height / 2) }
  const every = new Uint8Array(half.width * half.height)
  for (let y = 0; y < half.height; y += 1) {
    for (let x = 0; x < half.width; x += 1) {
      every[y * half.width + x] = grey[2 * y * width + 2 * x] ?? 255
    }
  }
  return { grey: every, ...half }
}

import type { Grey } from '../pixels.ts'
import { letterHeights } from './letter-heights.ts'

/** Heights of the letters on a page, in px. */
export interface PrintSize {
  /** Of small letters; where a tenth of a page and more is smaller print, of that. */
  xHeight: number
  /** The middle one of all letters. */
  middle: number
  /** How many letters were found. */
  count: number
}

/** Fewer may be chance. */
const minLetters = 6
/** Larger pages are looked at in every second px, each way, */
const maxPixels = 4_000_000
/**
 * unless they have fewer letters than this or, of those looked at, lower ones: thin strokes would
 * be lost.
 */
const enough = { letters: 150, height: 7 }

/**
 * What is printed on a page; null where no letters are found. Takes 5 to 15 ms of a page of letter
 * size.
 */
export function printSizeOf(page: Grey): PrintSize | null {
  if (page.width * page.height > maxPixels) {
    const half = printIn(letterHeights(halved(page)), 2)
    if (half && half.count >= enough.letters && half.xHeight >= 2 * enough.height) return half
  }
  return printIn(letterHeights(page), 1)
}

/** `scale` times as high as they were found. */
function printIn(heights: number[], scale: number): PrintSize | null {
  if (heights.length < minLetters) return null
  const at = (share: number) => scale * (heights[Math.floor(share * heights.length)] ?? 0)
  // Three of five letters are as high as an x.
  return { xHeight: at(0.08), middle: at(0.5), count: heights.length }
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

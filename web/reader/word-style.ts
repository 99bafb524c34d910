import type { PlacedWord } from './place-words.ts'

/** Share of a line's height that is the size of its font. */
const fontShare = 0.8

/** Width of a text in px at a font size of 1 px; `measure` gives it at 100 px. */
export type TextWidth = (text: string) => number

export function createTextWidth(measure: (text: string) => number): TextWidth {
  const known = new Map<string, number>()
  return (text) => {
    const width = known.get(text) ?? measure(text) / 100
    known.set(text, width)
    return width
  }
}

/**
 * Declarations that put a word on its box: letters are spaced so that they fill it. So a selection lies on the print. A
 * space after them has no width: a selection that goes on shows one after each word by itself, as at the end of a line.
 */
export function wordStyle(word: PlacedWord, textWidth: TextWidth): string {
  const { text, left, top, length, size, direction } = word
  const font = size * fontShare
  const letters = Math.max(Array.from(text).length, 1)
  const spacing = (length - textWidth(text) * font) / letters
  const space = text.includes(' ') ? 0 : -textWidth(' ') * font - spacing
  const [width, height] = direction === 'right' ? [length, size] : [size, length]
  const turned = { right: '', down: sideways, up: `${sideways};transform:rotate(180deg)` }[
    direction
  ]
  return (
    `left:${round(left)}px;top:${round(top)}px;width:${round(width)}px;height:${round(height)}px;` +
    `font-size:${round(font)}px;line-height:${round(size)}px;` +
    `letter-spacing:${round(spacing)}px;word-spacing:${round(space)}px;${turned}`
  )
}

const sideways = 'writing-mode:vertical-rl'

function round(px: number): number {
  return Math.round(px * 100) / 100
}

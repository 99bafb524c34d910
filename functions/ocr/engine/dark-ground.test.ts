import { expect, test } from 'vitest'
import type { Pixels } from '../preparation/pixels.ts'
import { hasDarkGround } from './dark-ground.ts'

function draw(isBlack: (x: number, y: number) => boolean): Pixels {
  const [width, height] = [300, 200]
  const grey = Uint8Array.from({ length: width * height }, (_, at) =>
    isBlack(at % width, Math.floor(at / width)) ? 20 : 230,
  )
  return { grey, width, height, resolution: 200 }
}
/** Strokes of 4 px at a distance of 12 px, in lines of 20 px. */
const isLetter = (x: number, y: number) => y % 32 < 20 && x % 12 < 4

test('letters on white have no dark ground', () => {
  expect(hasDarkGround(draw(isLetter))).toBe(false)
})

test('light letters on a dark bar have dark ground', () => {
  const isBar = (y: number) => y > 90 && y < 140

  expect(hasDarkGround(draw((x, y) => (isBar(y) ? !isLetter(x, y) : isLetter(x, y))))).toBe(true)
})

test('light letters on mid-grey have dark ground', () => {
  const page = draw((x, y) => !isLetter(x, y))
  const grey = page.grey.map((level) => (level === 20 ? 118 : 190))

  expect(hasDarkGround({ ...page, grey })).toBe(true)
})

test.each([
  [0, 0],
  [10, 400],
])('a picture of %d × %d px, smaller than a cell, has no dark ground', (width, height) => {
  const grey = new Uint8Array(width * height)

  expect(hasDarkGround({ grey, width, height, resolution: 200 })).toBe(false)
})

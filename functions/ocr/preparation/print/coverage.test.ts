import { expect, test } from 'vitest'
import type { Word } from '../../../shared/events/contract/recognition.ts'
import { coverageOf } from './coverage.ts'
import { drawLine } from './print.fixture.ts'
import { printOf } from './print.ts'

const [width, height] = [600, 400]
const paper = () => new Uint8Array(width * height).fill(230)
const wordsOf = (...boxes: Word['box'][]) => boxes.map((box) => ({ box }))
const print = (grey: Uint8Array) => printOf({ grey, width, height })

function fill(grey: Uint8Array, [left, top, right, bottom]: Word['box'], value: number): void {
  for (let y = top; y < bottom; y += 1) grey.fill(value, y * width + left, y * width + right)
}

test('words over half of the lines cover half of the print', () => {
  const grey = paper()
  const boxes = [40, 80, 120, 160].map((top) =>
    drawLine({ grey, width }, { left: 40, top, letters: 30 }),
  )

  expect(coverageOf(print(grey), wordsOf(...boxes))).toBe(100)
  expect(coverageOf(print(grey), wordsOf(...boxes.slice(2)))).toBe(50)
  expect(coverageOf(print(grey), [])).toBe(0)
})

test('a long line counts for more than a short one', () => {
  const grey = paper()
  const long = drawLine({ grey, width }, { left: 40, top: 40, letters: 30 })
  drawLine({ grey, width }, { left: 40, top: 80, letters: 10 })

  expect(coverageOf(print(grey), wordsOf(long))).toBe(75)
})

test('a column of prices is print, although none has five digits', () => {
  const grey = paper()
  const names = [40, 80, 120, 160].map((top) =>
    drawLine({ grey, width }, { left: 40, top, letters: 12 }),
  )
  for (const top of [40, 80, 120, 160]) drawLine({ grey, width }, { left: 400, top, letters: 4 })

  expect(coverageOf(print(grey), wordsOf(...names))).toBe(75)
})

test('words of an enlarged page cover the same print', () => {
  const grey = paper()
  const [left, top, right, bottom] = drawLine({ grey, width }, { left: 40, top: 80, letters: 30 })

  const words = wordsOf([left * 1.5, top * 1.5, right * 1.5, bottom * 1.5])

  expect(coverageOf(print(grey), words, 1.5)).toBe(100)
})

test('a shadow does not hide the print in it', () => {
  const grey = paper().map((value, at) => value * (0.2 + (0.8 * (at % width)) / width))
  const inLight = drawLine({ grey, width }, { left: 320, top: 80, letters: 20 })
  drawLine({ grey, width }, { left: 20, top: 80, letters: 20 })

  expect(coverageOf(print(grey), wordsOf(inLight))).toBe(50)
})

test('light print on a dark ground and faded print are print', () => {
  const grey = paper()
  fill(grey, [0, 0, width, 200], 40)
  drawLine({ grey, width }, { left: 40, top: 80, letters: 30, ink: 4 })
  const faded = drawLine({ grey, width }, { left: 40, top: 280, letters: 30, ink: 0.75 })

  expect(coverageOf(print(grey), wordsOf(faded))).toBe(50)
})

test.each<[string, (grey: Uint8Array) => void]>([
  ['a blank page', () => {}],
  [
    'a frame and rules',
    (grey) => {
      fill(grey, [30, 30, 570, 34], 0)
      fill(grey, [30, 30, 34, 370], 0)
      for (const top of [100, 150, 200]) fill(grey, [60, top, 500, top + 3], 0)
    },
  ],
  [
    'specks',
    (grey) => {
      for (let at = 0; at < 3000; at += 1) grey[(at * 7919) % grey.length] = 0
    },
  ],
  ['a panel', (grey) => fill(grey, [100, 100, 500, 300], 60)],
  [
    'the edge of a table under the page',
    (grey) => {
      for (let left = 0; left < 600; left += 20) fill(grey, [left, 390, left + 14, 400], 0)
    },
  ],
  [
    'the grain of paper',
    (grey) => {
      for (let at = 0; at < grey.length; at += 1) {
        grey[at] = 205 + (Math.imul(at, 2_654_435_761) >>> 27)
      }
    },
  ],
])('a picture without print is fully covered: %s', (_, draw) => {
  const grey = paper()
  draw(grey)

  expect(coverageOf(print(grey), [])).toBe(100)
})

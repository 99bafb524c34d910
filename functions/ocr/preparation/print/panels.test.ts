import { expect, test } from 'vitest'
import { drawLines, whitePage } from './lines.fixture.ts'
import { printOf } from './print.ts'

const width = 640

/** Page of print, with a box of dark ground at (100, 200). */
function pageWith(box: { width: number; height: number }, letters: number) {
  const page = whitePage(width, 320)
  drawLines(page, { height: 10, columns: 40, rows: 5 })
  for (let y = 200; y < 200 + box.height; y += 1) {
    page.grey.fill(40, y * width + 100, y * width + 100 + box.width)
  }
  // A letter is a light frame of 8 × 10 px.
  for (let letter = 0; letter < letters; letter += 1) {
    const [left, top] = [110 + 12 * letter, 200 + Math.floor((box.height - 10) / 2)]
    for (let y = top; y < top + 10; y += 1) {
      page.grey.fill(230, y * width + left, y * width + left + 2)
      page.grey.fill(230, y * width + left + 6, y * width + left + 8)
    }
  }
  return printOf(page).panels.map(({ left, top, right, bottom }) => [left, top, right, bottom])
}

test('a button with print is a panel', () => {
  expect(pageWith({ width: 90, height: 24 }, 5)).toEqual([[100, 200, 190, 224]])
})

test.each([
  ['a bar without print', { width: 90, height: 24 }, 0],
  ['as low as letters', { width: 90, height: 12 }, 5],
  ['higher than wide', { width: 20, height: 60 }, 1],
])('no panel: %s', (_, box, letters) => {
  expect(pageWith(box, letters)).toEqual([])
})

test('bold letters that touch are no panel', () => {
  const page = whitePage(width, 320)
  drawLines(page, { height: 10, columns: 40, rows: 5 })
  for (let x = 100; x < 200; x += 1) {
    const isStem = x % 10 < 6
    for (let y = 200; y < 212; y += 1) {
      if (isStem || y < 203 || y >= 209) page.grey[y * width + x] = 0
    }
  }

  expect(printOf(page).panels).toEqual([])
})

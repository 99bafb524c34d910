import { expect, test } from 'vitest'
import { drawLines, whitePage } from '../print/lines.fixture.ts'
import { readableGrey } from './readable-grey.ts'
import type { Samples } from './samples.ts'

type Colour = readonly number[]
const letters = 60

/** Letters of one colour on a ground of another; a fourth number is opacity. */
function paint(letter: Colour, ground: Colour): Samples {
  const page = whitePage(300, 200)
  drawLines(page, { height: 12, columns: 15, rows: 4 })
  const data = Uint8Array.from([...page.grey].flatMap((level) => (level === 0 ? letter : ground)))
  const channels = letter.length === 4 ? 4 : 3
  return { data, channels, width: page.width, height: page.height }
}

test.each([
  ['black on white', [0, 0, 0], [255, 255, 255]],
  ['red on green of the same brightness', [208, 48, 48], [60, 120, 56]],
  ['blue on red of the same brightness', [80, 112, 255], [192, 80, 16]],
  ['yellow on white', [255, 240, 0], [255, 255, 255]],
  ['white on transparency', [255, 255, 255, 255], [0, 0, 0, 0]],
  ['black on transparency', [0, 0, 0, 255], [0, 0, 0, 0]],
])('letters are found in %s', async (_, letter, ground) => {
  const { print } = await readableGrey(paint(letter, ground))

  expect(print.size).toMatchObject({ xHeight: 12, count: letters })
})

test('luminance is used if it has contrast', async () => {
  const { grey } = await readableGrey(paint([160, 0, 0], [255, 255, 255]))

  // The red channel alone has 160.
  expect(Math.min(...grey)).toBeLessThan(90)
})

test('black letters on transparency are flattened onto white', async () => {
  const { grey } = await readableGrey(paint([0, 0, 0, 255], [0, 0, 0, 0]))

  expect(grey[0]).toBe(255)
})

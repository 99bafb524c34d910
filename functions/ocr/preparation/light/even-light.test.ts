import { expect, test } from 'vitest'
import type { Pixels } from '../pixels.ts'
import { drawLine } from '../print/print.fixture.ts'
import { printOf } from '../print/print.ts'
import { withEvenLight } from './even-light.ts'
import { otsuThreshold } from './otsu.ts'

const [width, height] = [400, 240]
const tops = [20, 60, 100, 140, 180]

const evened = (pixels: Pixels) => withEvenLight(pixels, printOf(pixels))

type Level = (x: number, y: number) => number

/** Lines of letters on a ground of level `levelAt`; `ink` is the share of it that letters have. */
function page(levelAt: Level, ink = 0.25): Pixels {
  const grey = Uint8Array.from({ length: width * height }, (_, at) =>
    levelAt(at % width, Math.floor(at / width)),
  )
  for (const top of tops) drawLine({ grey, width }, { left: 20, top, letters: 30, ink })
  return { grey, width, height, resolution: 200 }
}

/** Share of the strokes that Otsu's threshold separates from the ground beside them. */
function separatedShare({ grey }: Pixels): number {
  const threshold = otsuThreshold(grey)
  const isSeparated = tops.flatMap((top) =>
    Array.from({ length: 30 }, (_, letter) => {
      const at = (top + 7) * width + 20 + 12 * letter + 1
      return (grey[at] ?? 0) <= threshold && (grey[at + 9] ?? 0) > threshold
    }),
  )
  return isSeparated.filter(Boolean).length / isSeparated.length
}

test.each<[string, Level]>([
  ['on half of the page', (x) => (x < 200 ? 230 : 80)],
  ['with a soft edge', (x, y) => 230 - 150 * Math.min(Math.max((x + y / 4 - 180) / 40, 0), 1)],
  ['from corner to corner', (x, y) => 230 - 200 * ((x / width + y / height) / 2)],
  ['in a corner', (x, y) => Math.min(230, 40 + 0.5 * Math.hypot(width - x, height - y))],
])('letters in a shadow are separated from their ground: %s', (_, levelAt) => {
  const shadowed = page(levelAt)

  expect(separatedShare(shadowed)).toBeLessThan(0.8)
  expect(separatedShare(evened(shadowed))).toBe(1)
})

test.each<[string, Pixels]>([
  ['even light', page(() => 230)],
  ['a slight gradient', page((x) => 230 - x / 8)],
  ['faint print', page(() => 230, 0.75)],
  ['light print on a dark panel', page((x) => (x < 200 ? 230 : 40), 1.8)],
  ['light print on a dark page', page(() => 50, 4)],
  [
    'a dark table around the page',
    page((x, y) => (x < 12 || y < 12 || x > 388 || y > 228 ? 50 : 230)),
  ],
  ['black and white', page(() => 255, 0)],
])('a page is returned unchanged: %s', (_, pixels) => {
  expect(evened(pixels)).toBe(pixels)
})

test('a page with a dark picture beside the print is returned unchanged', () => {
  const pixels = page(() => 230)
  for (let y = 215; y < height; y += 1) pixels.grey.fill(40 + (y % 7), y * width, (y + 1) * width)

  expect(evened(pixels)).toBe(pixels)
})

import { expect, test } from 'vitest'
import { withoutNoise } from './noise.ts'
import type { Pixels } from './pixels.ts'

const side = 400

/** Page that is black where `isBlack` is true. */
function draw(isBlack: (x: number, y: number) => boolean): Pixels {
  const grey = Uint8Array.from({ length: side * side }, (_, at) =>
    isBlack(at % side, Math.floor(at / side)) ? 0 : 255,
  )
  return { grey, width: side, height: side, resolution: 300 }
}
/** https://en.wikipedia.org/wiki/Linear_congruential_generator */
function createRandom(): () => number {
  let state = 1
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}
const blackShare = ({ grey }: Pixels) => grey.filter((value) => value < 128).length / grey.length

test.each([0.1, 0.2])('random black with a share of %d is nearly removed', async (share) => {
  const random = createRandom()

  const cleaned = await withoutNoise(draw(() => random() < share))

  expect(blackShare(cleaned)).toBeLessThan(0.03)
})

test.each([
  [4, 0.15],
  [8, 0.15],
  [8, 0.5],
  [16, 0.15],
  [16, 0.5],
  [32, 0.15],
])('noise in stripes is smoothed: %d px high, black share %d', async (height, share) => {
  const random = createRandom()
  const page = draw((_, y) => Math.floor(y / height) % 2 === 0 && random() < share)

  expect(await withoutNoise(page)).not.toBe(page)
})

test('noise in stripes is smoothed with specks of 2 × 2 px', async () => {
  const random = createRandom()
  const specks = draw(() => random() < 0.3)
  const atEven = (px: number) => px - (px % 2)
  const page = draw((x, y) => y % 16 < 8 && specks.grey[atEven(y) * side + atEven(x)] === 0)

  expect(await withoutNoise(page)).not.toBe(page)
})

test('lines as dense as those of a page are not smoothed', async () => {
  const page = draw((x, y) => y % 20 < 10 && x % 40 < 8)

  expect(await withoutNoise(page)).toBe(page)
})

test('small print, which has as many changes as noise, is not smoothed', async () => {
  const print = draw((x, y) => y % 10 < 6 && x % 4 < 2)

  expect(await withoutNoise(print)).toBe(print)
})

test('dense print with as many horizontal strokes as vertical ones is not smoothed', async () => {
  const isStroke = (x: number, y: number) => x % 8 === 0 || y % 4 === 0
  const print = draw((x, y) => x % 11 < 9 && y % 12 < 9 && isStroke(x % 11, y % 12))

  expect(await withoutNoise(print)).toBe(print)
})

test('noise below an empty half of a page is smoothed', async () => {
  const page = draw((x, y) => y > side / 2 && (x * 7919 + y * 104_729) % 101 < 50)

  expect(await withoutNoise(page)).not.toBe(page)
})

test.each([
  [40, 2],
  [2, 40],
  [1, 1],
])('a picture too narrow for the median is not smoothed: %d × %d px', async (width, height) => {
  const grey = Uint8Array.from({ length: width * height }, (_, at) => (at % 2 === 0 ? 0 : 255))
  const strip = { grey, width, height, resolution: 300 }

  expect(await withoutNoise(strip)).toBe(strip)
})

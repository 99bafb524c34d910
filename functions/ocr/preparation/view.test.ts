import { expect, test } from 'vitest'
import type { Pixels } from './pixels.ts'
import { boxInPicture, scaled, turned, type View } from './view.ts'

const picture = { width: 200, height: 100 }

/** White view with a black box. */
function view(): View {
  const grey = new Uint8Array(picture.width * picture.height).fill(255)
  for (let y = 20; y < 30; y += 1) {
    for (let x = 40; x < 90; x += 1) grey[y * picture.width + x] = 0
  }
  return { pixels: { ...picture, grey, resolution: 300 }, toPicture: (point) => point }
}

/** Bounding box of the dark pixels. */
function darkBox({ grey, width }: Pixels): [number, number, number, number] {
  const dark = [...grey.keys()].filter((index) => (grey[index] ?? 255) < 128)
  const xs = dark.map((index) => index % width)
  const ys = dark.map((index) => Math.floor(index / width))
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs) + 1, Math.max(...ys) + 1]
}

test.each([
  ['a quarter turn', (v: View) => turned(v, 90)],
  ['half a turn', (v: View) => turned(v, 180)],
  ['three quarters', (v: View) => turned(v, 270)],
  ['twice the size', (v: View) => scaled(v, 2)],
  ['half the size', (v: View) => scaled(v, 0.5)],
  ['turned and smaller', async (v: View) => scaled(await turned(v, 270), 0.5)],
])('a box is mapped back to the picture: %s', async (_, change) => {
  const changed = await change(view())

  const box = boxInPicture(changed, darkBox(changed.pixels), picture)

  const [left, top, right, bottom] = box
  // Scaling blurs an edge by a pixel.
  expect(Math.max(...[left - 40, top - 20, right - 90, bottom - 30].map(Math.abs))).toBeLessThan(2)
})

test('a box turned by a few degrees grows little', async () => {
  const changed = await turned(view(), 5)

  const [left, top, right, bottom] = boxInPicture(changed, darkBox(changed.pixels), picture)

  expect(Math.hypot(left - 40, top - 20, right - 90, bottom - 30)).toBeLessThan(12)
})

test('a box is clipped to the picture', () => {
  expect(boxInPicture(view(), [-5, -5, 500, 20.4], picture)).toEqual([0, 0, 200, 20])
})

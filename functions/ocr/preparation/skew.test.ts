import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { safeSharp } from '../../shared/pictures/safe-sharp.ts'
import type { Pixels } from './pixels.ts'
import { skewOf } from './skew.ts'
import { turn } from './transform.ts'

const samples = join(import.meta.dirname, '../../../loadtest/samples')

async function pixelsOf(name: string): Promise<Pixels> {
  const picture = safeSharp(await readFile(join(samples, name)))
  const { data, info } = await picture
    .toColourspace('b-w')
    .raw()
    .toBuffer({ resolveWithObject: true })
  return { grey: data, width: info.width, height: info.height, resolution: 300 }
}

test.each([-10, -5, -2, 2, 5, 10])('a page turned by %d degrees has that skew', async (degrees) => {
  const page = await pixelsOf('card-surveyor.png')

  const skew = skewOf(await turn(page, degrees))

  expect(Math.abs(skew - degrees)).toBeLessThanOrEqual(0.2)
})

test('an upright page has no skew', async () => {
  expect(skewOf(await pixelsOf('card-surveyor.png'))).toBe(0)
})

test.each([
  ['white', new Uint8Array(100 * 80).fill(255)],
  ['black', new Uint8Array(100 * 80)],
  ['a dark photograph', darkSquare(1700)],
  ['an empty picture', new Uint8Array(0)],
])('a picture without lines has no skew: %s', (_, grey) => {
  const width = grey.length === 8000 ? 100 : Math.sqrt(grey.length)
  const height = width && grey.length / width

  expect(skewOf({ grey, width, height, resolution: 300 })).toBe(0)
})

/** Square picture, half of it black. */
function darkSquare(side: number): Uint8Array {
  const isBlack = (x: number, y: number) => x > side / 4 && y > side / 4 && y < side * 0.9
  return Uint8Array.from({ length: side * side }, (_, at) =>
    isBlack(at % side, Math.floor(at / side)) ? 0 : 255,
  )
}

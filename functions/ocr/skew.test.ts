import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { safeSharp } from '../shared/safe-sharp.ts'
import { type Pixels, turn } from './pixels.ts'
import { skewOf } from './skew.ts'

const samples = join(import.meta.dirname, '../../loadtest/samples')

async function pixelsOf(name: string): Promise<Pixels> {
  const picture = safeSharp(await readFile(join(samples, name)))
  const { data, info } = await picture
    .toColourspace('b-w')
    .raw()
    .toBuffer({ resolveWithObject: true })
  return { grey: data, width: info.width, height: info.height }
}

test.each([-10, -5, -2, 2, 5, 10])('a page turned by %d degrees says so', async (degrees) => {
  const page = await pixelsOf('card-surveyor.png')

  const skew = skewOf(await turn(page, degrees))

  expect(Math.abs(skew - degrees)).toBeLessThanOrEqual(0.2)
})

test('an upright page has none', async () => {
  expect(skewOf(await pixelsOf('card-surveyor.png'))).toBe(0)
})

test.each([
  ['white', new Uint8Array(100 * 80).fill(255)],
  ['black', new Uint8Array(100 * 80)],
  ['nothing at all', new Uint8Array(0)],
])('what has no lines has none: %s', (_, grey) => {
  expect(skewOf({ grey, width: grey.length && 100, height: grey.length && 80 })).toBe(0)
})

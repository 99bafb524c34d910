import { expect, test } from 'vitest'
import { pictureEntries, tiffOf } from '../../../../shared/pictures/tiff.fixture.ts'
import { faxOf } from './fax.ts'

/** TIFF of CCITT Group 4 with one strip, and more entries. */
function faxWith(more: number[][], bytes: number): Buffer {
  const fax = { bits: 1, compression: 4, white: 0, stripBytes: 16 }
  return tiffOf([...pictureEntries(fax), ...more], bytes)
}

test('entries that a fax does not need are not read', () => {
  const fax = faxOf(faxWith([[40_000, 3, 300, 8]], 1000))

  expect(fax?.strips).toMatchObject([{ top: 0, height: 8, from: 8, to: 24 }])
})

test('thousands of entries, each with a value for each byte, are not read', () => {
  const [bytes, count] = [150_000, 3000]
  const tiff = faxWith(
    Array.from({ length: count }, () => [279, 3, bytes / 2 - 100, 0]),
    bytes,
  )
  const before = process.cpuUsage()

  expect(() => faxOf(tiff)).toThrow('Expected a TIFF')

  expect(process.cpuUsage(before).user).toBeLessThan(1_000_000)
})

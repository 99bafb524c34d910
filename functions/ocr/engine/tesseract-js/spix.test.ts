import { expect, test } from 'vitest'
import { toSpix } from './spix.ts'

test('rows are padded to words, with the first pixel in the most significant byte', () => {
  const spix = toSpix({ grey: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10), width: 5, height: 2 })

  expect(spix.toString('latin1', 0, 4)).toBe('spix')
  expect(spix.subarray(28)).toEqual(Buffer.of(4, 3, 2, 1, 0, 0, 0, 5, 9, 8, 7, 6, 0, 0, 0, 10))
  expect([1, 2, 3, 4, 5, 6].map((word) => spix.readUInt32LE(4 * word))).toEqual([5, 2, 8, 2, 0, 16])
})

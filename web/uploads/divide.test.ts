import { expect, test } from 'vitest'
import { divide } from './divide.ts'

const limits = { pages: 3, uploadBytes: 10 }
const sizesOf = (sizes: number[], of: typeof limits | null = limits) =>
  divide(
    sizes.map((size) => ({ size })),
    of,
  ).map((files) => files.map(({ size }) => size))

test.each([
  ['files within the limits are one document', [1, 2, 3], [[1, 2, 3]]],
  ['a file too many begins another document', [1, 1, 1, 1], [[1, 1, 1], [1]]],
  ['bytes too many begin another document', [6, 4, 1], [[6, 4], [1]]],
  ['a large file is alone', [6, 10, 6], [[6], [10], [6]]],
  ['no file is no document', [], []],
])('%s', (_, sizes, documents) => {
  expect(sizesOf(sizes)).toEqual(documents)
})

test('without known limits the server decides', () => {
  expect(sizesOf([60, 40, 10, 1], null)).toEqual([[60, 40, 10, 1]])
})

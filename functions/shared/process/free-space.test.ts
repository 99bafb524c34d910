import { expect, test } from 'vitest'
import { toFreeBytes } from './free-space.ts'

test.each([
  ['a disk with room', { bavail: 10, bsize: 4096, blocks: 100 }, 40_960],
  ['a full disk', { bavail: 0, bsize: 4096, blocks: 100 }, 0],
  ['a file system that tells zeros', { bavail: 0, bsize: 4096, blocks: 0 }, null],
  ['blocks of no number', { bavail: Number.NaN, bsize: 4096, blocks: 100 }, null],
  ['a size of no number', { bavail: 10, bsize: Number.NaN, blocks: 100 }, null],
  ['less than nothing', { bavail: -1, bsize: 4096, blocks: 100 }, null],
  ['more than there can be', { bavail: 1e300, bsize: 1e300, blocks: 1e300 }, null],
])('%s has so much free, or nobody knows', (_, found, expected) => {
  expect(toFreeBytes(found)).toBe(expected)
})

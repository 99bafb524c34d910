import { expect, test } from 'vitest'
import { toFreeBytes } from './free-bytes.ts'

test.each([
  ['a disk with room', { bavail: 10, bsize: 4096, blocks: 100 }, 40_960],
  ['a full disk', { bavail: 0, bsize: 4096, blocks: 100 }, 0],
  ['a file system that reports zeros', { bavail: 0, bsize: 4096, blocks: 0 }, null],
  ['NaN blocks', { bavail: Number.NaN, bsize: 4096, blocks: 100 }, null],
  ['a NaN block size', { bavail: 10, bsize: Number.NaN, blocks: 100 }, null],
  ['a negative count', { bavail: -1, bsize: 4096, blocks: 100 }, null],
  ['an overflow', { bavail: 1e300, bsize: 1e300, blocks: 1e300 }, null],
])('free bytes of %s', (_, found, expected) => {
  expect(toFreeBytes(found)).toBe(expected)
})

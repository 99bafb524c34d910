import { expect, test } from 'vitest'
import { pngData } from './png.ts'

const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')

function chunk(type: string, data: Buffer): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(data.length)
  return Buffer.concat([length, Buffer.from(type), data, Buffer.alloc(4)])
}

/** A gray picture whose pixels are cut into so many chunks of one byte. */
const inChunks = (count: number) =>
  Buffer.concat([
    ...[signature, chunk('IHDR', Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]))],
    ...Array(count).fill(chunk('IDAT', Buffer.alloc(1))),
    chunk('IEND', Buffer.alloc(0)),
  ])

test('pixels in thousands of chunks are kept, in more they are not', () => {
  expect(pngData(inChunks(9998))?.ranges).toHaveLength(9998)
  expect(pngData(inChunks(10_001))).toBeNull()
})

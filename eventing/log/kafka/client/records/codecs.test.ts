import { compress } from 'snappyjs'
import { expect, test } from 'vitest'
import { fromSnappy } from './codecs.ts'

const text = Buffer.from('all work and no play '.repeat(100))

test('Snappy is decompressed from a single block', () => {
  expect(fromSnappy(compress(text))).toEqual(text)
})

test('Snappy is decompressed from the blocks of Java clients', () => {
  const blocks = [text.subarray(0, 1000), text.subarray(1000)].map((block) => compress(block))
  const length = (block: Buffer) => Buffer.from(Uint32Array.of(block.length).buffer).swap32()
  const head = Buffer.from('\x82SNAPPY\0\0\0\0\x01\0\0\0\x01', 'latin1')

  const framed = Buffer.concat([head, ...blocks.flatMap((block) => [length(block), block])])

  expect(fromSnappy(framed)).toEqual(text)
})

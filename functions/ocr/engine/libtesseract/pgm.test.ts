import { expect, test } from 'vitest'
import { toPgm } from '../../pixels.ts'
import { UnreadableImageError } from '../engine.ts'
import { fromPgm } from './pgm.ts'

const pixels = { grey: Uint8Array.of(1, 2, 3, 10, 32, 255), width: 3, height: 2 }

test('pixels are what they were', () => {
  const { grey, ...size } = fromPgm(toPgm(pixels))

  expect([...grey]).toEqual([...pixels.grey])
  expect(size).toEqual({ width: 3, height: 2 })
})

test.each([
  ['one pixel short', toPgm(pixels).subarray(0, -1)],
  ['one pixel more', Buffer.concat([toPgm(pixels), Buffer.of(0)])],
  ['without pixels', Buffer.from('P5\n0 0\n255\n')],
  ['of two bytes a pixel', Buffer.from('P5\n1 1\n65535\nab')],
  ['in colour', Buffer.from('P6\n1 1\n255\nabc')],
  ['with measures that overflow', Buffer.from('P5\n65536 65536\n255\n')],
  ['nothing', Buffer.alloc(0)],
])('is unreadable: %s', (_, image) => {
  expect(() => fromPgm(image)).toThrow(UnreadableImageError)
})

import { expect, test } from 'vitest'
import { toStorable } from './storable.ts'

test.each([
  ['plain', 'plain'],
  ['a\0b', 'a\ufffdb'],
  ['half \ud83d of one', 'half \ufffd of one'],
  ['whole 😀', 'whole 😀'],
  ['\u0001\u0002', '\u0001\u0002'],
])('%j is stored as %j', (text, kept) => {
  expect(toStorable(text)).toBe(kept)
})

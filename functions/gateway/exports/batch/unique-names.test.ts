import { expect, test } from 'vitest'
import { createUniqueNames } from './unique-names.ts'

test.each([
  ['other case', ['a.txt', 'A.txt', 'a.TXT'], ['a.txt', 'A-2.txt', 'a-3.TXT']],
  [
    'the same letters, composed or not',
    ['\u00fc.txt', 'u\u0308.txt'],
    ['\u00fc.txt', 'u\u0308-2.txt'],
  ],
  ['a line separator', ['a\u2028b.txt', 'a\u2028b.txt'], ['a\u2028b.txt', 'a\u2028b-2.txt']],
])('names are unique: %s', (_, names, expected) => {
  expect(names.map(createUniqueNames())).toEqual(expected)
})

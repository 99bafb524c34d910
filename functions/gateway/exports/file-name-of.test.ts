import { expect, test } from 'vitest'
import { fileNameOf } from './file-name-of.ts'

test.each([
  ['scan.png', 'scan.words.json'],
  [`${'\u00fc'.repeat(114)}a\u{1f600}.png`, `${'\u00fc'.repeat(114)}a.words.json`],
  ['中'.repeat(120), `${'中'.repeat(76)}.words.json`],
])('name %# of an exported file fits in 255 bytes', (filename, expected) => {
  expect(fileNameOf({ id: '1', filename }, { extension: 'words.json' })).toBe(expected)
  expect(Buffer.byteLength(expected)).toBeLessThan(250)
})

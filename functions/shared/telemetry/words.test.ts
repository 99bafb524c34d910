import { expect, test } from 'vitest'
import { createLanguages, toWord, words } from './words.ts'

test('an unknown word is other, and a missing one stays missing', () => {
  const read = ['failed', 'gefälscht', 7, undefined].map((word) => toWord(words.outcome, word))

  expect(read).toEqual(['failed', 'other', 'other', undefined])
})

test('languages are as many as are plausible', () => {
  const toLanguage = createLanguages()

  const codes = Array.from(
    { length: 1000 },
    (_, n) => `l${'abcdefghij'[n % 10]}_${'x'.repeat(n / 10)}`,
  )
  const read = new Set([...codes.map(toLanguage), toLanguage('eng+fra'), toLanguage('1"')])

  expect(read.size).toBe(41)
  expect(read).toContain('other')
})

test('languages of Tesseract pass', () => {
  const codes = ['eng', 'chi_sim', 'eng+fra', 'srp_latn', undefined]

  expect(codes.map(createLanguages())).toEqual(codes)
})

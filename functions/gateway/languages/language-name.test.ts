import { expect, test } from 'vitest'
import { languageName } from './language-name.ts'

test.each([
  ['eng', 'English'],
  ['fra', 'French'],
  ['chi_sim', 'Simplified Chinese'],
  ['chi_tra_vert', 'Traditional Chinese (vertical)'],
  ['srp_latn', 'Serbian (Latin)'],
  ['ita_old', 'Italian (old)'],
  ['frk', 'German (Fraktur Latin)'],
  ['grc', 'Ancient Greek'],
])('%s is %s', (code, name) => {
  expect(languageName(code)).toBe(name)
})

test.each(['mymodel', 'receipts_old', 'x'])('an unknown code %s is its own name', (code) => {
  expect(languageName(code)).toBe(code)
})

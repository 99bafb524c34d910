import { expect, test } from 'vitest'
import { codesOf, toLocale } from './languages.ts'

test('joined languages are split, without duplicates', () => {
  expect(codesOf(['eng+fra', 'deu', 'fra'])).toEqual(['eng', 'fra', 'deu'])
})

test.each([
  ['eng', 'en', 'Latn'],
  ['grc', 'grc', 'Grek'],
  ['chi_sim', 'zh-Hans', 'Hans'],
  ['chi_tra_vert', 'zh-Hant', 'Hant'],
  ['jpn_vert', 'ja', 'Jpan'],
  ['srp', 'sr', 'Cyrl'],
  ['srp_latn', 'sr-Latn', 'Latn'],
  ['ita_old', 'it', 'Latn'],
  ['kur_ara', 'ku-Arab', 'Arab'],
  ['frk', 'de-Latf', 'Latf'],
])('%s is %s, written in %s', (code, tag, script) => {
  const locale = toLocale(code)

  expect(locale?.toString()).toBe(tag)
  expect(locale?.maximize().script).toBe(script)
})

test.each(['mymodel', 'x', 'receipts_2024', ''])('%j has no locale', (code) => {
  expect(toLocale(code)).toBeNull()
})

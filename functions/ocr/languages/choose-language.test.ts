import { expect, test } from 'vitest'
import { chooseLanguage } from './choose-language.ts'

test.each([
  ['Latin', 'eng+fra'],
  ['Fraktur', 'eng+fra'],
  ['Cyrillic', 'rus'],
  ['Greek', 'ell'],
  ['Devanagari', 'hin'],
  ['Han', 'chi_sim'],
])('a page in %s script is read in %s', (script, language) => {
  const listed = ['eng', 'rus', 'ell', 'fra', 'hin', 'chi_sim']

  expect(chooseLanguage('auto', listed, script)).toBe(language)
})

test.each([
  ['Han', ['eng', 'jpn', 'kor'], 'jpn'],
  ['Japanese', ['chi_tra', 'jpn', 'jpn_vert'], 'jpn+jpn_vert'],
  ['Hangul', ['jpn', 'kor'], 'kor'],
  ['Cyrillic', ['srp', 'srp_latn'], 'srp'],
  ['Latin', ['srp', 'srp_latn', 'frk'], 'srp_latn+frk'],
])('a page in %s script, with %j listed, is read in %s', (script, listed, language) => {
  expect(chooseLanguage('auto', listed, script)).toBe(language)
})

test.each([null, 'Arabic', 'Unknown', 'constructor'])(
  'a page in %s script, without a listed language, is read in all of them',
  (script) => {
    expect(chooseLanguage('auto', ['eng', 'rus'], script)).toBe('eng+rus')
  },
)

test('a language in an undetectable script is always included', () => {
  const listed = ['eng', 'rus', 'kat', 'mymodel']

  expect(chooseLanguage('auto', listed, 'Cyrillic')).toBe('rus+kat+mymodel')
})

test('the requested language is used, whatever the script', () => {
  expect(chooseLanguage('fra+eng', ['eng', 'fra', 'rus'], 'Cyrillic')).toBe('fra+eng')
})

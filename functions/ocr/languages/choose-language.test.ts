import { expect, test } from 'vitest'
import { chooseLanguage } from './choose-language.ts'

test.each([
  ['Latin', 'eng+fra'],
  ['Fraktur', 'eng+fra'],
  ['Cyrillic', 'rus'],
  ['Greek', 'ell'],
  ['Devanagari', 'hin'],
  ['Han', 'chi_sim'],
])('a page in %s is read in %s', (script, language) => {
  const listed = ['eng', 'rus', 'ell', 'fra', 'hin', 'chi_sim']

  expect(chooseLanguage('auto', listed, script)).toBe(language)
})

test.each([
  ['Han', ['eng', 'jpn', 'kor'], 'jpn'],
  ['Japanese', ['chi_tra', 'jpn', 'jpn_vert'], 'jpn+jpn_vert'],
  ['Hangul', ['jpn', 'kor'], 'kor'],
  ['Cyrillic', ['srp', 'srp_latn'], 'srp'],
  ['Latin', ['srp', 'srp_latn', 'frk'], 'srp_latn+frk'],
])('of a page in %s and %j, that is %s', (script, listed, language) => {
  expect(chooseLanguage('auto', listed, script)).toBe(language)
})

test.each([null, 'Arabic', 'Nobody’s', 'constructor'])(
  'a page in %s, which no listed language is, is read in all of them',
  (script) => {
    expect(chooseLanguage('auto', ['eng', 'rus'], script)).toBe('eng+rus')
  },
)

test('a language whose script could not be told is never left out', () => {
  const listed = ['eng', 'rus', 'kat', 'mymodel']

  expect(chooseLanguage('auto', listed, 'Cyrillic')).toBe('rus+kat+mymodel')
})

test('what was asked for is taken, whatever the page is in', () => {
  expect(chooseLanguage('fra+eng', ['eng', 'fra', 'rus'], 'Cyrillic')).toBe('fra+eng')
})

import { expect, test } from 'vitest'
import { Problem } from '../../shared/problem.ts'
import { chooseLanguage } from './languages.ts'

test.each([
  [undefined, ['deu', 'eng'], 'deu'],
  ['eng', ['deu', 'eng'], 'eng'],
  ['eng+deu', ['deu', 'eng'], 'eng+deu'],
])('asked for %j of %j, it is read in %s', (asked, installed, language) => {
  expect(chooseLanguage(asked, installed)).toBe(language)
})

test.each(['fra', 'eng+fra', 'eng+eng', '', '../eng'])('%j is refused', (asked) => {
  expect(() => chooseLanguage(asked, ['deu', 'eng'])).toThrow(Problem)
})

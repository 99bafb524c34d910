import { expect, test } from 'vitest'
import { Problem } from '../../shared/http/problem.ts'
import { acceptLanguage } from './accept-language.ts'

test.each([
  [undefined, ['deu', 'eng'], 'deu'],
  [undefined, ['eng+fra', 'deu'], 'eng+fra'],
  ['eng', ['deu', 'eng'], 'eng'],
  ['eng+deu', ['deu', 'eng'], 'eng+deu'],
  ['fra+deu', ['eng+fra', 'deu'], 'fra+deu'],
  ['auto', ['deu', 'eng'], 'auto'],
])('asked for %j of %j, it is read in %s', (asked, listed, language) => {
  expect(acceptLanguage(asked, listed)).toBe(language)
})

test.each(['fra', 'eng+fra', 'eng+eng', '', '../eng', 'auto+eng'])('%j is refused', (asked) => {
  expect(() => acceptLanguage(asked, ['deu', 'eng'])).toThrow(Problem)
})

test('of one language there is nothing to choose', () => {
  expect(() => acceptLanguage('auto', ['eng'])).toThrow('Expected language to be one of eng')
})

test('who asks for another is told what there is', () => {
  expect(() => acceptLanguage('fra', ['deu+eng'])).toThrow(
    'Expected language to be auto, one of deu, eng, or several of them joined by +',
  )
})

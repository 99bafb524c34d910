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
])('%j requested of %j is %s', (requested, available, language) => {
  expect(acceptLanguage(requested, available)).toBe(language)
})

test.each(['fra', 'eng+fra', 'eng+eng', '', '../eng', 'auto+eng'])(
  '%j is rejected',
  (requested) => {
    expect(() => acceptLanguage(requested, ['deu', 'eng'])).toThrow(Problem)
  },
)

test('auto is not offered for one language', () => {
  expect(() => acceptLanguage('auto', ['eng'])).toThrow('Expected language to be one of eng')
})

test('the error lists the available languages', () => {
  expect(() => acceptLanguage('fra', ['deu+eng'])).toThrow(
    'Expected language to be auto, one of deu, eng, or several of them joined by +',
  )
})

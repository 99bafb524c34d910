import { expect, test } from 'vitest'
import { languageTag } from './language-tag.ts'

test.each([
  ['eng', 'en'],
  ['deu', 'de'],
  ['eng+fra', 'en'],
  ['chi_sim', 'zh-Hans'],
  ['chi_tra_vert', 'zh-Hant'],
  ['deu_frak', 'de'],
  ['auto', null],
  ['', null],
  [null, null],
])('the tag of %j is %j', (language, tag) => {
  expect(languageTag(language)).toBe(tag)
})

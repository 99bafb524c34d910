import { expect, test } from 'vitest'
import type { LanguageList } from '../../functions/shared/http/api.ts'
import { toLanguageNames, toLanguageOptions, toReadWith } from './languages.ts'

const english = { code: 'eng', name: 'English' }
const french = { code: 'fra', name: 'French' }
const two: LanguageList = { languages: [english, french], default: 'eng', auto: true }
const one: LanguageList = { languages: [english], default: 'eng', auto: false }

test.each([
  ['eng', 'English'],
  ['fra+eng', 'French and English'],
  ['eng+fra+xyz', 'English, French, and xyz'],
])('%s is %s', (language, names) => {
  expect(toLanguageNames(language, two)).toBe(names)
})

test('each language can be chosen, and that the page decides', () => {
  expect(toLanguageOptions(two)).toEqual([
    { value: 'eng', label: 'English' },
    { value: 'fra', label: 'French' },
    { value: 'auto', label: 'any language' },
  ])
})

test('what is usual can be chosen where it is several together', () => {
  const [first] = toLanguageOptions({ ...two, default: 'eng+fra' })

  expect(first).toEqual({ value: 'eng+fra', label: 'English and French' })
})

const page = { language: 'eng+fra', engine: 'libtesseract 5.3.0', model: 'system' }

test.each([
  ['nobody knows what there is', null, 'libtesseract 5.3.0, system model'],
  ['there is only one', one, 'libtesseract 5.3.0, system model'],
  ['there are several', two, 'English and French · libtesseract 5.3.0, system model'],
])('a page says what it was read with, where %s', (_, list, text) => {
  expect(toReadWith(page, list)).toBe(text)
})

test('a page that was not read says nothing of it', () => {
  expect(toReadWith({ language: null, engine: null, model: null }, two)).toBeNull()
})

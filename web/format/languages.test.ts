import { expect, test } from 'vitest'
import type { LanguageList } from '../../functions/shared/http/api.ts'
import { describeReading, toLanguageNames, toLanguageOptions } from './languages.ts'

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

test('the options are each language, and automatic detection', () => {
  expect(toLanguageOptions(two)).toEqual([
    { value: 'eng', label: 'English' },
    { value: 'fra', label: 'French' },
    { value: 'auto', label: 'any language' },
  ])
})

test('a default of several languages is an option', () => {
  const [first] = toLanguageOptions({ ...two, default: 'eng+fra' })

  expect(first).toEqual({ value: 'eng+fra', label: 'English and French' })
})

const page = { language: 'eng+fra', engine: 'libtesseract 5.3.0', model: 'system' }

test.each([
  ['an unknown list', null, 'libtesseract 5.3.0, system model'],
  ['one language', one, 'libtesseract 5.3.0, system model'],
  ['several languages', two, 'English and French · libtesseract 5.3.0, system model'],
])('a page shows its engine and model, and its language with several: %s', (_, list, text) => {
  expect(describeReading(page, list)).toBe(text)
})

test('a page that was not read shows no engine', () => {
  expect(describeReading({ language: null, engine: null, model: null }, two)).toBeNull()
})

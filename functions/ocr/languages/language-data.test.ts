import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { SettingsError } from '../../shared/settings/env.ts'
import { filesOf, findLanguageData, findLanguageFile, modelOf, pathOf } from './language-data.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'glyphflow-tessdata-'))
  for (const name of ['eng.traineddata', 'ell.traineddata.gz', 'tlh.traineddata']) {
    await writeFile(join(folder, name), '')
  }
})
afterEach(() => rm(folder, { recursive: true }))

test.each([
  [['eng'], ['eng.traineddata']],
  [
    ['eng', 'ell'],
    ['eng.traineddata', 'ell.traineddata.gz'],
  ],
  [
    ['ell+eng', 'eng'],
    ['ell.traineddata.gz', 'eng.traineddata'],
  ],
])('TESSDATA_DIR takes precedence, compressed or not: %j', (languages, names) => {
  const data = findLanguageData(languages, folder)

  expect([...data.values()].map(pathOf)).toEqual(names.map((name) => join(folder, name)))
  expect(new Set([...data.values()].map(({ model }) => model))).toEqual(new Set(['TESSDATA_DIR']))
})

test('each language is found in its own source', () => {
  const data = findLanguageData(['tlh', 'fra'], folder)

  expect(data.get('tlh')?.folder).toBe(folder)
  expect(data.get('fra')?.folder).not.toBe(folder)
})

test('the model of several languages names each source once', () => {
  const file = { folder: '/', gzip: false }
  const data = new Map([
    ['eng', { ...file, language: 'eng', model: 'system' }],
    ['fra', { ...file, language: 'fra', model: 'npm 4.0.0_best_int' }],
    ['deu', { ...file, language: 'deu', model: 'system' }],
  ])

  expect(modelOf(data, 'eng+deu')).toBe('system')
  expect(modelOf(data, 'deu+fra+eng')).toBe('system + npm 4.0.0_best_int')
})

test('the error for missing data names the language and the searched folders', () => {
  const find = () => findLanguageData(['eng', 'xyz'], folder)

  expect(find).toThrow(SettingsError)
  expect(find).toThrow(`for OCR_LANGUAGES (xyz), found none in ${folder}, /usr/share`)
})

test('a missing TESSDATA_DIR is a settings error', () => {
  const find = () => findLanguageData(['eng'], join(folder, 'nowhere'))

  expect(find).toThrow(SettingsError)
  expect(find).toThrow('Expected TESSDATA_DIR to be a folder')
})

test('English is always found: its npm package is installed', () => {
  expect(findLanguageData(['eng']).get('eng')?.folder).toBeTruthy()
})

test('a language is never used as a path', () => {
  expect(() => findLanguageData(['../../../etc'])).toThrow(SettingsError)
  expect(findLanguageFile('../../eng', folder)).toBeNull()
})

test('the error for an unknown language names it', () => {
  expect(() => filesOf(findLanguageData(['eng', 'ell'], folder), 'eng+xyz')).toThrow(
    'Expected one of eng, ell, got "xyz"',
  )
})

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { SettingsError } from '../shared/env.ts'
import { findLanguageData } from './language-data.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'glyphflow-tessdata-'))
  for (const language of ['eng', 'fra']) {
    await writeFile(join(folder, `${language}.traineddata`), '')
  }
})
afterEach(() => rm(folder, { recursive: true }))

test.each([[['eng']], [['eng', 'fra']], [['eng+fra']]])(
  'TESSDATA_DIR goes before everything else: %j',
  (languages) => {
    expect(findLanguageData(languages, folder)).toEqual({
      folder,
      gzip: false,
      model: 'TESSDATA_DIR',
    })
  },
)

test('a language without data is named, with the folder that was looked in', () => {
  const find = () => findLanguageData(['eng', 'deu'], folder)

  expect(find).toThrow(SettingsError)
  expect(find).toThrow(`(eng, deu) together in one folder, found none in ${folder}`)
})

test('English is always there: npm installed it', () => {
  expect(findLanguageData(['eng']).folder).toBeTruthy()
})

test('a name is never a path', () => {
  expect(() => findLanguageData(['../../etc'])).toThrow(SettingsError)
})

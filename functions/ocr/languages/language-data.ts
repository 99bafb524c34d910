import { existsSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { SettingsError } from '../../shared/settings/env.ts'
import { codesOf } from '../../shared/settings/languages.ts'

/** Data of one language: `<folder>/<language>.traineddata`, or `.traineddata.gz`. */
export interface LanguageFile {
  language: string
  folder: string
  gzip: boolean
  /** Source of the data, as named in results. */
  model: string
}

/** By language. */
export type LanguageData = ReadonlyMap<string, LanguageFile>

/** Folders of Linux distributions and Homebrew. */
const systemFolders = [
  '/usr/share/tesseract-ocr/5/tessdata',
  '/usr/share/tesseract-ocr/4.00/tessdata',
  '/usr/share/tessdata',
  '/usr/share/tesseract/tessdata',
  '/usr/local/share/tessdata',
  '/opt/homebrew/share/tessdata',
]
/** Fastest of the models on npm. */
const npmModel = '4.0.0_best_int'

/**
 * Data of all `languages`, each from the first source that has it: TESSDATA_DIR if set, the system's folders (usually
 * the faster `fast` model), installed npm packages. Throws SettingsError if a language has none: nothing is ever
 * downloaded.
 */
export function findLanguageData(languages: string[], tessdataDir?: string): LanguageData {
  if (tessdataDir && !isFolder(tessdataDir)) {
    throw new SettingsError(`Expected TESSDATA_DIR to be a folder, got "${tessdataDir}"`)
  }
  const codes = codesOf(languages)
  const files = codes.flatMap((code) => findLanguageFile(code, tessdataDir) ?? [])
  const found = new Map(files.map((file) => [file.language, file]))
  const missing = codes.filter((code) => !found.has(code))
  if (missing.length === 0) return found

  const folders = [...(tessdataDir ? [tessdataDir] : []), ...systemFolders]
  throw new SettingsError(
    `Expected language data for OCR_LANGUAGES (${missing.join(', ')}), found none in ` +
      `${folders.join(', ')} and no package @tesseract.js-data/${missing[0]}; ` +
      'set TESSDATA_DIR to the folder of the .traineddata files',
  )
}

/** Data of one language, or null; `osd` is the data for script detection. */
export function findLanguageFile(language: string, tessdataDir?: string): LanguageFile | null {
  // Never a path.
  if (!/^\w+$/.test(language)) return null
  return (
    (tessdataDir && inFolder(language, tessdataDir, 'TESSDATA_DIR')) ||
    systemFolders.map((folder) => inFolder(language, folder, 'system')).find((file) => file) ||
    inPackage(language)
  )
}

/** Files of the languages in `language`, in its order. Throws if one of them has no data. */
export function filesOf(data: LanguageData, language: string): LanguageFile[] {
  return language.split('+').map((code) => {
    const file = data.get(code)
    if (file) return file
    throw new Error(`Expected one of ${[...data.keys()].join(', ')}, got ${JSON.stringify(code)}`)
  })
}

/** Source of the data of `language`, as named in results. */
export function modelOf(data: LanguageData, language: string): string {
  return [...new Set(filesOf(data, language).map(({ model }) => model))].join(' + ')
}

export function pathOf({ language, folder, gzip }: LanguageFile): string {
  return join(folder, `${language}.traineddata${gzip ? '.gz' : ''}`)
}

function inFolder(language: string, folder: string, model: string): LanguageFile | null {
  const files = [false, true].map((gzip) => ({ language, folder, gzip, model }))
  return files.find((file) => existsSync(pathOf(file))) ?? null
}

function inPackage(language: string): LanguageFile | null {
  try {
    const require = createRequire(import.meta.url)
    const entry = require.resolve(`@tesseract.js-data/${language}`)
    return inFolder(language, join(dirname(entry), npmModel), `npm ${npmModel}`)
  } catch {
    return null
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
}

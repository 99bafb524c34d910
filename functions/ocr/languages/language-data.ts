import { existsSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { SettingsError } from '../../shared/settings/env.ts'
import { codesOf } from '../../shared/settings/languages.ts'

/** The data of one language: `<folder>/<language>.traineddata`, with `.gz` behind it where it is packed. */
export interface LanguageFile {
  language: string
  folder: string
  gzip: boolean
  /** Where it came from: what a result says that it was read with. */
  model: string
}

/** By language. */
export type LanguageData = ReadonlyMap<string, LanguageFile>

/** Where Linux distributions and Homebrew put them. */
const systemFolders = [
  '/usr/share/tesseract-ocr/5/tessdata',
  '/usr/share/tesseract-ocr/4.00/tessdata',
  '/usr/share/tessdata',
  '/usr/share/tesseract/tessdata',
  '/usr/local/share/tessdata',
  '/opt/homebrew/share/tessdata',
]
/** Of npm's models the one that is read with in the least time. */
const npmModel = '4.0.0_best_int'

/**
 * The data of all of these, each from the first place that has it: TESSDATA_DIR where it is set, the
 * machine's own folders (usually the quicker `fast` model), what npm installed. Throws SettingsError where a
 * language has none: nothing is ever downloaded.
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

/** The data of one, or null; `osd`, which scripts are told by, is one as well. */
export function findLanguageFile(language: string, tessdataDir?: string): LanguageFile | null {
  // Nothing that could be a path.
  if (!/^\w+$/.test(language)) return null
  return (
    (tessdataDir && inFolder(language, tessdataDir, 'TESSDATA_DIR')) ||
    systemFolders.map((folder) => inFolder(language, folder, 'system')).find((file) => file) ||
    inPackage(language)
  )
}

/** Of the languages of `language`, in its order. Throws where one of them has no data here. */
export function filesOf(data: LanguageData, language: string): LanguageFile[] {
  return language.split('+').map((code) => {
    const file = data.get(code)
    if (file) return file
    throw new Error(`Expected one of ${[...data.keys()].join(', ')}, got ${JSON.stringify(code)}`)
  })
}

/** What a result in `language` was read with. */
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

import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { SettingsError } from '../shared/env.ts'

/** A folder that holds `<language>.traineddata`, gzipped or not, for every language asked for. */
export interface LanguageData {
  folder: string
  gzip: boolean
  /** What a result says that it was read with. */
  model: string
}

/** Where Linux distributions and Homebrew put them. */
const systemFolders = [
  '/usr/share/tesseract-ocr/5/tessdata',
  '/usr/share/tesseract-ocr/4.00/tessdata',
  '/usr/share/tessdata',
  '/usr/share/tesseract/tessdata',
  '/usr/local/share/tessdata',
  '/opt/homebrew/share/tessdata',
]

/**
 * TESSDATA_DIR where it is set, else the machine's own data (usually the quicker `fast` model), else the
 * one that npm installed. Throws SettingsError where a language has no data: nothing is ever downloaded.
 */
export function findLanguageData(languages: string[], tessdataDir?: string): LanguageData {
  const wanted = [...new Set(languages.flatMap((language) => language.split('+')))]
  const folders = tessdataDir ? [tessdataDir] : systemFolders
  const folder = folders.find((folder) => hasAll(folder, wanted, '.traineddata'))
  if (folder) return { folder, gzip: false, model: tessdataDir ? 'TESSDATA_DIR' : 'system' }

  const [only, ...others] = wanted
  const packaged = tessdataDir || others.length > 0 ? undefined : packagedFolder(only ?? '')
  if (packaged) return { folder: packaged, gzip: true, model: 'npm 4.0.0_best_int' }

  throw new SettingsError(
    `Expected language data for OCR_LANGUAGES (${wanted.join(', ')}) together in one folder, ` +
      `found none in ${folders.join(', ')}; set TESSDATA_DIR to the folder of the .traineddata files`,
  )
}

function hasAll(folder: string, languages: string[], ending: string): boolean {
  return languages.every((language) => existsSync(join(folder, `${language}${ending}`)))
}

function packagedFolder(language: string): string | undefined {
  if (!/^\w+$/.test(language)) return undefined
  try {
    const require = createRequire(import.meta.url)
    const entry = require.resolve(`@tesseract.js-data/${language}`)
    const folder = join(dirname(entry), '4.0.0_best_int')
    return hasAll(folder, [language], '.traineddata.gz') ? folder : undefined
  } catch {
    return undefined
  }
}

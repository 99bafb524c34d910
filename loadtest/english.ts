import {
  filesOf,
  findLanguageData,
  type LanguageFile,
} from '../functions/ocr/languages/language-data.ts'

/** English language data for a process with these settings. */
export function englishData(tessdataDir?: string): LanguageFile {
  const [file] = filesOf(findLanguageData(['eng'], tessdataDir), 'eng')
  if (!file) throw new Error('Expected language data of English')
  return file
}

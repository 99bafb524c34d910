import {
  filesOf,
  findLanguageData,
  type LanguageFile,
} from '../functions/ocr/languages/language-data.ts'

/** The data that a process with these settings reads English with. */
export function englishData(tessdataDir?: string): LanguageFile {
  const [file] = filesOf(findLanguageData(['eng'], tessdataDir), 'eng')
  if (!file) throw new Error('Expected language data of English')
  return file
}

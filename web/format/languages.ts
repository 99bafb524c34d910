import type { LanguageList, Page } from '../../functions/shared/http/api.ts'

/** `eng+fra` gives "English and French". */
export function toLanguageNames(language: string, list: LanguageList): string {
  const names = new Map(list.languages.map(({ code, name }) => [code, name]))
  const parts = language.split('+').map((code) => names.get(code) ?? code)
  return new Intl.ListFormat('en').format(parts)
}

/** Options of the language field, including the server's default. */
export function toLanguageOptions(list: LanguageList): { value: string; label: string }[] {
  const codes = list.languages.map(({ code }) => code)
  // The default may be a combination, which is not in the list.
  const values = codes.includes(list.default) ? codes : [list.default, ...codes]
  const options = values.map((value) => ({ value, label: toLanguageNames(value, list) }))
  return list.auto ? [...options, { value: 'auto', label: 'any language' }] : options
}

/**
 * Engine and model of a page, "libtesseract 5.3.0, system model", preceded by its language if several are
 * available; null if the page was not read.
 */
export function describeReading(
  { engine, model, language }: Pick<Page, 'engine' | 'model' | 'language'>,
  list: LanguageList | null,
): string | null {
  if (engine === null || model === null) return null
  const engineText = `${engine}, ${model} model`
  const hasLanguage = language !== null && list !== null && list.languages.length > 1
  return hasLanguage ? `${toLanguageNames(language, list)} · ${engineText}` : engineText
}

import type { LanguageList, Page } from '../../functions/shared/http/api.ts'

/** "English and French" of `eng+fra`. */
export function toLanguageNames(language: string, list: LanguageList): string {
  const names = new Map(list.languages.map(({ code, name }) => [code, name]))
  const parts = language.split('+').map((code) => names.get(code) ?? code)
  return new Intl.ListFormat('en').format(parts)
}

/** What a person may choose from, what is taken without a choice among it. */
export function toLanguageOptions(list: LanguageList): { value: string; label: string }[] {
  const codes = list.languages.map(({ code }) => code)
  // The usual one may be several together, which is no language of the list.
  const values = codes.includes(list.default) ? codes : [list.default, ...codes]
  const options = values.map((value) => ({ value, label: toLanguageNames(value, list) }))
  return list.auto ? [...options, { value: 'auto', label: 'any language' }] : options
}

/**
 * What a page was read with, "libtesseract 5.3.0, system model", and in which language where there are
 * several; null where it was not read.
 */
export function toReadWith(
  { engine, model, language }: Pick<Page, 'engine' | 'model' | 'language'>,
  list: LanguageList | null,
): string | null {
  if (engine === null || model === null) return null
  const by = `${engine}, ${model} model`
  const isTold = language !== null && list !== null && list.languages.length > 1
  return isTold ? `${toLanguageNames(language, list)} · ${by}` : by
}

/** Language code that selects one of the configured languages for each page. */
export const autoLanguage = 'auto'

/** Single languages of OCR_LANGUAGES, whose entries may join several by `+`. */
export function codesOf(listed: readonly string[]): string[] {
  return [...new Set(listed.flatMap((entry) => entry.split('+')))]
}

/** Tesseract's names that are not ISO 639-3 codes. */
const languages = new Map(Object.entries({ chi: 'zh', frk: 'de-Latf' }))
/** Suffixes of a language's name that are scripts, by ISO 15924 code; others (`vert`, `old`) are not scripts. */
const scripts = new Map(
  Object.entries({
    ...{ sim: 'Hans', tra: 'Hant', ara: 'Arab', cyrl: 'Cyrl', latn: 'Latn' },
    ...{ frak: 'Latf', latf: 'Latf' },
  }),
)

/**
 * BCP 47 locale of a Tesseract language: sr-Latn for `srp_latn`. Null for an unknown name, such as that of a
 * custom-trained model.
 * https://tesseract-ocr.github.io/tessdoc/Data-Files-in-different-versions.html
 */
export function toLocale(code: string): Intl.Locale | null {
  const [language = '', ...rest] = code.split('_')
  const script = rest.map((part) => scripts.get(part)).find((name) => name !== undefined)
  const tag = [languages.get(language) ?? language, ...(script ? [script] : [])].join('-')
  try {
    const locale = new Intl.Locale(tag)
    // A tag without a likely script is well-formed, but unknown.
    return locale.maximize().script ? locale : null
  } catch {
    return null
  }
}

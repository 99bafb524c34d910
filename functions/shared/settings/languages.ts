/** Stands for whichever of the listed languages a page is in. */
export const autoLanguage = 'auto'

/** The single languages of OCR_LANGUAGES, of which an entry may be several joined by `+`. */
export function codesOf(listed: readonly string[]): string[] {
  return [...new Set(listed.flatMap((entry) => entry.split('+')))]
}

/** Where Tesseract's names are not those of ISO 639-3. */
const languages = new Map(Object.entries({ chi: 'zh', frk: 'de-Latf' }))
/** What follows the language's name, as ISO 15924 says it. Anything else (`vert`, `old`) is no script. */
const scripts = new Map(
  Object.entries({
    ...{ sim: 'Hans', tra: 'Hant', ara: 'Arab', cyrl: 'Cyrl', latn: 'Latn' },
    ...{ frak: 'Latf', latf: 'Latf' },
  }),
)

/**
 * A language that Tesseract calls `srp_latn` as the rest of the world does: sr-Latn. Null where nobody else
 * could know it, as one that somebody trained for a collection of their own.
 * https://tesseract-ocr.github.io/tessdoc/Data-Files-in-different-versions.html
 */
export function toLocale(code: string): Intl.Locale | null {
  const [language = '', ...rest] = code.split('_')
  const script = rest.map((part) => scripts.get(part)).find((name) => name !== undefined)
  const tag = [languages.get(language) ?? language, ...(script ? [script] : [])].join('-')
  try {
    const locale = new Intl.Locale(tag)
    // Without a likely script it is only well-formed.
    return locale.maximize().script ? locale : null
  } catch {
    return null
  }
}

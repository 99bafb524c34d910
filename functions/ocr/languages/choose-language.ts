import { autoLanguage, toLocale } from '../../shared/settings/languages.ts'

/**
 * Scripts that Tesseract's orientation and script detection distinguishes, by its names, and the ISO 15924 codes of
 * the languages written in them.
 * https://github.com/tesseract-ocr/tesseract/blob/5.3.0/src/ccmain/osdetect.cpp
 */
const isoScripts = new Map(
  Object.entries({
    Latin: ['Latn', 'Latf'],
    Fraktur: ['Latf', 'Latn'],
    Cyrillic: ['Cyrl'],
    Greek: ['Grek'],
    Hebrew: ['Hebr'],
    Arabic: ['Arab'],
    Devanagari: ['Deva'],
    Bengali: ['Beng'],
    Tamil: ['Taml'],
    Telugu: ['Telu'],
    Kannada: ['Knda'],
    Malayalam: ['Mlym'],
    Thai: ['Thai'],
    // Japanese text may be mostly Han characters.
    Han: ['Hans', 'Hant', 'Jpan'],
    Japanese: ['Jpan'],
    Hiragana: ['Jpan'],
    Katakana: ['Jpan'],
    Hangul: ['Kore'],
    Korean: ['Kore'],
  }),
)
const detectable = new Set([...isoScripts.values()].flat())

/**
 * Language used for recognition: the requested one, or for `auto` the listed languages that are written in `script`
 * (Tesseract's name; null if unknown), joined by `+` in the list's order. Languages in scripts that cannot be detected
 * are always included. The whole list if no language is written in the script.
 */
export function chooseLanguage(
  requested: string,
  listed: readonly string[],
  script: string | null,
): string {
  if (requested !== autoLanguage) return requested
  const isoCodes = script === null ? undefined : isoScripts.get(script)
  const isoScriptOf = (code: string) => toLocale(code)?.maximize().script
  if (!isoCodes || !listed.some((code) => isoCodes.includes(isoScriptOf(code) ?? ''))) {
    return listed.join('+')
  }
  return listed
    .filter((code) => {
      const own = isoScriptOf(code)
      return own === undefined || !detectable.has(own) || isoCodes.includes(own)
    })
    .join('+')
}

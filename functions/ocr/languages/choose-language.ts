import { autoLanguage, toLocale } from '../../shared/settings/languages.ts'

/**
 * The scripts that Tesseract's orientation and script detection can tell, by the names that it gives them,
 * and how ISO 15924 knows what is written in them.
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
    // Japanese has a page's worth of them where there is little else.
    Han: ['Hans', 'Hant', 'Jpan'],
    Japanese: ['Jpan'],
    Hiragana: ['Jpan'],
    Katakana: ['Jpan'],
    Hangul: ['Kore'],
    Korean: ['Kore'],
  }),
)
const told = new Set([...isoScripts.values()].flat())

/**
 * What a page is read in: what was asked for, or for `auto` those of the listed languages that are written in
 * its script (`script`, as Tesseract names it; null where nobody knows), joined by `+` in the list's order. A
 * language whose script nobody could have told goes with each of them. All of the list where none is left.
 */
export function chooseLanguage(
  requested: string,
  listed: readonly string[],
  script: string | null,
): string {
  if (requested !== autoLanguage) return requested
  const wanted = script === null ? undefined : isoScripts.get(script)
  const isoScriptOf = (code: string) => toLocale(code)?.maximize().script
  if (!wanted || !listed.some((code) => wanted.includes(isoScriptOf(code) ?? ''))) {
    return listed.join('+')
  }
  return listed
    .filter((code) => {
      const own = isoScriptOf(code)
      return own === undefined || !told.has(own) || wanted.includes(own)
    })
    .join('+')
}

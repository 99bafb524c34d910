import { autoLanguage, toLocale } from '../../shared/settings/languages.ts'
import type { Engine, ReadOptions } from '../engine/engine.ts'
import type { Pixels } from '../preparation/pixels.ts'

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
 * Language to read a decoded picture in: the requested one, or for `auto` the languages of its script, joined by `+` in
 * the list's order. Throws what the engine throws.
 */
export async function languageFor(
  pixels: Pixels,
  requested: string,
  { engine, timeoutMs }: Pick<ReadOptions, 'timeoutMs'> & { engine: Engine },
): Promise<string> {
  if (requested !== autoLanguage) return requested
  const { languages } = engine
  const script = languages.length > 1 ? await engine.detectScript?.(pixels, { timeoutMs }) : null
  return languagesIn(script ?? '', languages).join('+')
}

/**
 * Listed languages that are written in `script`, by Tesseract's name. Languages in scripts that cannot be detected are
 * always included. The whole list if no language is written in the script, or it is unknown.
 */
function languagesIn(script: string, listed: readonly string[]): readonly string[] {
  const isoCodes = isoScripts.get(script)
  const isoScriptOf = (code: string) => toLocale(code)?.maximize().script
  if (!isoCodes || !listed.some((code) => isoCodes.includes(isoScriptOf(code) ?? ''))) return listed
  return listed.filter((code) => {
    const own = isoScriptOf(code)
    return own === undefined || !detectable.has(own) || isoCodes.includes(own)
  })
}

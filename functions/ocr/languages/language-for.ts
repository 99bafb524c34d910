import { autoLanguage } from '../../shared/settings/languages.ts'
import type { Engine, ReadOptions } from '../engine/engine.ts'
import type { Pixels } from '../preparation/pixels.ts'
import { chooseLanguage } from './choose-language.ts'

/**
 * Language to read a decoded picture in: the requested one, or for `auto` the languages of its script. Throws what
 * the engine throws.
 */
export async function languageFor(
  pixels: Pixels,
  requested: string,
  { engine, timeoutMs }: Pick<ReadOptions, 'timeoutMs'> & { engine: Engine },
): Promise<string> {
  if (requested !== autoLanguage) return requested
  const { languages } = engine
  const script = languages.length > 1 ? await engine.detectScript?.(pixels, { timeoutMs }) : null
  return chooseLanguage(requested, languages, script ?? null)
}

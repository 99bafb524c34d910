import { Problem } from '../../shared/http/problem.ts'
import { autoLanguage, codesOf } from '../../shared/settings/languages.ts'

/** True if `auto` has more than one language to choose from. */
export function isAutoOffered(available: readonly string[]): boolean {
  return codesOf(available).length > 1
}

/**
 * Language for recognition: `requested`, or the first of `available`. Throws a 400 problem unless it is available,
 * several available languages joined by `+`, or `auto` where offered.
 */
export function acceptLanguage(
  requested: string | undefined,
  available: readonly string[],
): string {
  const language = requested ?? available[0] ?? 'eng'
  const codes = codesOf(available)
  const names = language.split('+')
  const areAvailable = names.every((name) => codes.includes(name))
  if (areAvailable && new Set(names).size === names.length) return language
  const isOffered = isAutoOffered(available)
  if (isOffered && language === autoLanguage) return language
  throw new Problem(
    400,
    'unknown-language',
    `Expected language to be ${isOffered ? `${autoLanguage}, ` : ''}one of ${codes.join(', ')}, ` +
      'or several of them joined by +',
  )
}

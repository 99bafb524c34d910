import { Problem } from '../../shared/http/problem.ts'
import { autoLanguage, codesOf } from '../../shared/settings/languages.ts'

/** True if `auto` has more than one language to choose from. */
export function isAutoOffered(offered: readonly string[]): boolean {
  return codesOf(offered).length > 1
}

/**
 * Language for recognition: `requested`, or the first of `offered`. Throws a 400 problem unless it is an offered
 * language, several joined by `+`, or `auto` where that is offered.
 */
export function acceptLanguage(requested: string | undefined, offered: readonly string[]): string {
  const language = requested ?? offered[0] ?? 'eng'
  const codes = codesOf(offered)
  const names = language.split('+')
  const areOffered = names.every((name) => codes.includes(name))
  if (areOffered && new Set(names).size === names.length) return language
  const hasAuto = isAutoOffered(offered)
  if (hasAuto && language === autoLanguage) return language
  throw new Problem(
    400,
    'unknown-language',
    `Expected language to be ${hasAuto ? `${autoLanguage}, ` : ''}one of ${codes.join(', ')}, ` +
      'or several of them joined by +',
  )
}

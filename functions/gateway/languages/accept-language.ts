import { Problem } from '../../shared/http/problem.ts'
import { autoLanguage, codesOf } from '../../shared/settings/languages.ts'

/** Whether there is anything for `auto` to choose from. */
export function isAutoOffered(listed: readonly string[]): boolean {
  return codesOf(listed).length > 1
}

/**
 * The language to read in: the one asked for, or the first that is listed. Throws a problem unless it is one
 * of the list, several of them joined by `+`, or `auto` where that is offered.
 */
export function acceptLanguage(asked: string | undefined, listed: readonly string[]): string {
  const language = asked ?? listed[0] ?? 'eng'
  const codes = codesOf(listed)
  const names = language.split('+')
  const areListed = names.every((name) => codes.includes(name))
  if (areListed && new Set(names).size === names.length) return language
  const isOffered = isAutoOffered(listed)
  if (isOffered && language === autoLanguage) return language
  throw new Problem(
    400,
    'unknown-language',
    `Expected language to be ${isOffered ? `${autoLanguage}, ` : ''}one of ${codes.join(', ')}, ` +
      'or several of them joined by +',
  )
}

import { Problem } from '../../shared/problem.ts'

/** Throws a problem unless `language` is an installed one, or several joined by `+`. */
export function requireLanguage(language: string, installed: string[]): void {
  const names = language.split('+')
  if (names.every((name) => installed.includes(name)) && new Set(names).size === names.length)
    return
  throw new Problem(
    400,
    'unknown-language',
    `Expected language to be one of ${installed.join(', ')}, or several joined by +`,
  )
}

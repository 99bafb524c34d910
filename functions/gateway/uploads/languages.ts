import { Problem } from '../../shared/problem.ts'

/**
 * The language to read in: the one asked for, or the first that is installed. Throws a problem unless it is
 * an installed one, or several joined by `+`.
 */
export function chooseLanguage(asked: string | undefined, installed: string[]): string {
  const language = asked ?? installed[0] ?? 'eng'
  const names = language.split('+')
  const isInstalled = names.every((name) => installed.includes(name))
  if (isInstalled && new Set(names).size === names.length) return language
  throw new Problem(
    400,
    'unknown-language',
    `Expected language to be one of ${installed.join(', ')}, or several joined by +`,
  )
}

import type { Page } from '../pages/page.ts'
import type { Choice } from '../reader/reader.ts'
import { type GuardOptions, type GuardResult, guard } from './guard.ts'
import { complaints, guardTables } from './verdict.ts'

/**
 * Prints how each engine reads the pages beside the plain reading, and what is worse: nothing is,
 * or it fails.
 */
export async function runGuard(
  pages: Page[],
  choices: Choice[],
  options: GuardOptions,
): Promise<{ results: GuardResult[]; isFine: boolean }> {
  const { print } = options
  const results = await guard(pages, choices, options)
  let isFine = results.length > 0
  for (const { rows, names } of results) {
    print(guardTables(rows, names))
    const worse = complaints(rows, names)
    if (worse.length > 0) isFine = false
    print(worse.length > 0 ? `Worse:\n${worse.join('\n')}\n` : `${names.engine} is no worse.\n`)
  }
  return { results, isFine }
}

/** So many of them, from the first to the last: each kind has its turn. */
export function spread<T>(items: T[], count = items.length): T[] {
  const turn = (index: number) => Math.floor((index * count) / items.length)
  return items.filter((_, index) => turn(index) < turn(index + 1))
}

import type { Page } from '../pages/page.ts'
import type { Choice } from '../reader/reader.ts'
import { type GuardOptions, type GuardResult, guard } from './guard.ts'
import { complaints, guardTables } from './verdict.ts'

/** Compares each engine with the plain reading, and prints pictures that are read worse; fine if there are none. */
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

/** Selects `count` items, evenly spaced, so that every kind is represented. */
export function spread<T>(items: T[], count = items.length): T[] {
  const turn = (index: number) => Math.floor((index * count) / items.length)
  return items.filter((_, index) => turn(index) < turn(index + 1))
}

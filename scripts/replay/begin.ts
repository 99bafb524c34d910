import type { Options } from './options.ts'
import type { Begun, Unfinished } from './progress/unfinished.ts'

/**
 * The replay that goes on, where the same command was cut off; else a new one, which is remembered before
 * it begins. A store with fewer submissions than it had then is another one: the replay begins anew.
 */
export async function beginReplay(deps: {
  unfinished: Unfinished
  options: Pick<Options, 'from' | 'to' | 'anew'>
  /** How many tries of pages have come into the log. */
  submissions: number
  now: Date
}): Promise<{ begun: Begun; goesOn: boolean }> {
  const { unfinished, options, submissions, now } = deps
  const before = options.anew ? null : await unfinished.read()
  if (before && before.submittedUpTo <= submissions) return { begun: before, goesOn: true }
  const begun = {
    at: now.toISOString(),
    from: options.from.toISOString(),
    to: options.to.toISOString(),
    submittedUpTo: submissions,
  }
  await unfinished.write(begun)
  return { begun, goesOn: false }
}

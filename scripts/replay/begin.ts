import type { Options } from './options.ts'
import type { Begun, Unfinished } from './progress/unfinished.ts'

/**
 * Resumes an interrupted replay with the same arguments, or starts a new one after saving its state. A store with fewer
 * submissions than at the start is a different store, so the replay starts over.
 */
export async function beginReplay(deps: {
  unfinished: Unfinished
  options: Pick<Options, 'from' | 'to' | 'anew'>
  /** Number of page submissions in the log so far. */
  submissions: number
  now: Date
}): Promise<{ begun: Begun; isResumed: boolean }> {
  const { unfinished, options, submissions, now } = deps
  const before = options.anew ? null : await unfinished.read()
  if (before && before.submittedUpTo <= submissions) return { begun: before, isResumed: true }
  const begun = {
    at: now.toISOString(),
    from: options.from.toISOString(),
    to: options.to.toISOString(),
    submittedUpTo: submissions,
  }
  await unfinished.write(begun)
  return { begun, isResumed: false }
}

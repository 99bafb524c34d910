import type { FaultWindow } from '../faults/injector.ts'
import type { Note } from '../load/notes.ts'

/** Fault variants that affect an append: the appender, the log, or the store that knows what was appended. */
const appenders = ['gateway', 'runtime', 'broker', 'postgres', 'full']

/**
 * Ids of documents whose events may be in the log twice, because an append had no known outcome: their upload was in
 * flight when a fault on the append path started or ended, or was retried and overlapped such a fault. A gateway's
 * sweep appends again after a client's timeout, so those uploads were retried too. Unacknowledged uploads cannot be
 * classified.
 */
export function appendedInDoubt(faults: FaultWindow[], notes: Note[]): Set<string> {
  const hitAppends = faults.filter(({ variant }) => appenders.includes(variant))
  return new Set(
    notes
      .filter((note) => note.note === 'acknowledged')
      .filter(({ from, to, attempts }) =>
        hitAppends.some((fault) => {
          const isWithin = fault.from < from && to < fault.to
          return from <= fault.to && to >= fault.from && (attempts > 1 || !isWithin)
        }),
      )
      .map(({ id }) => id),
  )
}

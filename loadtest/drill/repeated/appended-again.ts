import type { FaultWindow } from '../faults/injector.ts'
import type { Note } from '../load/notes.ts'

/** Who appends, and what is appended to; and who knows what was. */
const appenders = ['gateway', 'runtime', 'broker', 'postgres', 'full']

/**
 * The documents whose events may be in the log twice, because what was appended was not known to be: their
 * upload was under way when a fault of whoever has to do with appending began or ended, or was sent more than
 * once and met one. A gateway's sweep appends again what is not answered for longer than a client waits: that
 * was sent more than once as well. Nobody can say it of uploads that were not acknowledged.
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

import type { FaultWindow } from '../faults/injector.ts'

/** A start of the runtime that came to nothing; times are monotonic, in ms. */
export interface FailedStart {
  from: number
  to: number
  /** Null where a signal ended it. */
  code: number | null
  message: string
}

/** How SQLite and the system put it that there is no room. https://sqlite.org/rescode.html */
const noRoom = /disk is full|disk I\/O error|unable to open database|ENOSPC|no space left/i

/** Those that had another reason than a full disk while the disk was full. */
export function unexcused(starts: FailedStart[], faults: FaultWindow[]): FailedStart[] {
  const fullDisks = faults.filter(({ kind }) => kind === 'disk')
  return starts.filter(
    ({ from, to, message }) =>
      !noRoom.test(message) || !fullDisks.some((disk) => from <= disk.to && to >= disk.from),
  )
}

/** The lines in which anybody says that a database is damaged. */
export function damagesIn(output: string): string[] {
  return output.split('\n').filter((line) => line.includes('is damaged'))
}

/** How many failed in which way, the most frequent first. */
export function tellStarts(starts: FailedStart[]): string[] {
  const ways = Map.groupBy(starts, ({ code, message }) =>
    code === null ? `killed: ${message}` : `exit code ${code}: ${message}`,
  )
  return [...ways]
    .sort(([, a], [, b]) => b.length - a.length)
    .map(([way, { length }]) => `${length} × ${way}`)
}

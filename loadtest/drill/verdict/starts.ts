import type { FaultWindow } from '../faults/injector.ts'

/** A failed start of the runtime; times are monotonic, in ms. */
export interface FailedStart {
  from: number
  to: number
  /** Null if a signal ended it. */
  code: number | null
  message: string
}

/** Messages of SQLite and the operating system for a full disk. https://sqlite.org/rescode.html */
const noRoom = /disk is full|disk I\/O error|unable to open database|ENOSPC|no space left/i

/** Failed starts that a full disk does not explain. */
export function unexcused(starts: FailedStart[], faults: FaultWindow[]): FailedStart[] {
  const fullDisks = faults.filter(({ kind }) => kind === 'disk')
  return starts.filter(
    ({ from, to, message }) =>
      !noRoom.test(message) || !fullDisks.some((disk) => from <= disk.to && to >= disk.from),
  )
}

/** Output lines that report a damaged database. */
export function damagesIn(output: string): string[] {
  return output.split('\n').filter((line) => line.includes('is damaged'))
}

/** Failed starts grouped by message with their counts, the most frequent first. */
export function summarizeStarts(starts: FailedStart[]): string[] {
  const ways = Map.groupBy(starts, ({ code, message }) =>
    code === null ? `killed: ${message}` : `exit code ${code}: ${message}`,
  )
  return [...ways]
    .sort(([, a], [, b]) => b.length - a.length)
    .map(([way, { length }]) => `${length} × ${way}`)
}

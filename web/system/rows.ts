import type { Values } from './strip.ts'

/** Numbers over time; a value holds until the next. Times are in Unix seconds, ascending. */
export interface Column {
  label: string
  times: number[]
  values: Values
}

export interface Row {
  /** Unix seconds: begin of the row's time. */
  at: number
  /** Greatest value of each column in this time; null if unknown. */
  values: Values
}

/** Time of a row, in s: a minute, or less for a short time. */
export function stepOf({ from, to }: { from: number; to: number }): number {
  return to - from > 150 ? 60 : 10
}

/** Columns as a table, the latest row first; without the time before the first value. */
export function toRows(
  { from, to }: { from: number; to: number },
  columns: readonly Column[],
): Row[] {
  const step = stepOf({ from, to })
  const begin = Math.max(from, Math.min(...columns.map(({ times }) => times[0] ?? to)))
  const first = Math.floor(begin / step)
  const count = Math.ceil(to / step) - first
  return Array.from({ length: count }, (_, index) => {
    const at = (first + count - 1 - index) * step
    return { at, values: columns.map((column) => greatestIn(column, at, at + step)) }
  })
}

function greatestIn({ times, values }: Column, fromS: number, toS: number): number | null {
  const from = times.findLastIndex((at) => at <= fromS)
  const next = times.findIndex((at) => at >= toS)
  const held = values.slice(Math.max(from, 0), next === -1 ? values.length : next)
  const known = held.filter((value) => value !== null)
  return known.length === 0 ? null : Math.max(...known)
}

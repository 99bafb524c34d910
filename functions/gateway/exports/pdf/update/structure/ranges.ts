import { StructureError } from './values.ts'

/** Consecutive object numbers; `at` is the place of their first row. */
export interface Range {
  first: number
  count: number
  at: number
}

/**
 * Ranges of one section, with rows of `rowBytes`, that are searched by bisection. Throws StructureError if they have a
 * number in common: ISO 32000-1, 7.5.4
 */
export function searchable(ranges: Range[], rowBytes: number) {
  const sorted = ranges.filter(({ count }) => count > 0).sort((a, b) => a.first - b.first)
  let size = 0
  for (const { first, count } of sorted) {
    if (first < size) throw new StructureError('Ranges overlap')
    size = first + count
  }

  /** Place of the row of an object; undefined if there is none. */
  function rowOf(object: number): number | undefined {
    let [low, high] = [0, sorted.length]
    while (low < high) {
      const middle = (low + high) >> 1
      const { first, count, at } = sorted[middle] as Range
      if (object < first) high = middle
      else if (object >= first + count) low = middle + 1
      else return at + (object - first) * rowBytes
    }
    return undefined
  }

  /** `size` is one more than the highest object number. */
  return { size, rowOf }
}

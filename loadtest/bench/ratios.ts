import { median } from '../median.ts'

export function inOrder(values: number[]): number[] {
  return values.toSorted((a, b) => a - b)
}

/** The value below which a share of the sorted ones is. */
export function at(values: number[], share: number): number {
  return values[Math.floor(share * (values.length - 1))] ?? Number.NaN
}

/** How much sooner a party was than the first one: the median of the rounds, and each. `rounds` are seconds by party. */
export function ratios(rounds: number[][], party: number): string {
  const each = inOrder(
    rounds.map((seconds) => (seconds[0] ?? Number.NaN) / (seconds[party] ?? Number.NaN)),
  )
  const all = each.map((value) => value.toFixed(3)).join(', ')
  return `${median(each).toFixed(3)}   (${all})`
}

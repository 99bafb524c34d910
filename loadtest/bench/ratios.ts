import { median } from '../figures/median.ts'

/** Speed of a party relative to the first one: the median, and each round. `rounds` holds seconds by party. */
export function ratios(rounds: number[][], party: number): string {
  const each = rounds.map((seconds) => (seconds[0] ?? Number.NaN) / (seconds[party] ?? Number.NaN))
  const all = each.map((value) => value.toFixed(3)).join(', ')
  return `${median(each).toFixed(3)}   (${all})`
}

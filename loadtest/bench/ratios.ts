import { median } from '../figures/median.ts'

/** How much sooner a party was than the first one: the median of the rounds, and each. `rounds` are seconds by party. */
export function ratios(rounds: number[][], party: number): string {
  const each = rounds.map((seconds) => (seconds[0] ?? Number.NaN) / (seconds[party] ?? Number.NaN))
  const all = each.map((value) => value.toFixed(3)).join(', ')
  return `${median(each).toFixed(3)}   (${all})`
}

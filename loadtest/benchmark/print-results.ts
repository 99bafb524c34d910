import { toPercent, toTable } from '../scale/measure/table.ts'
import { oldShareOfIdeal, oldSystem } from './old-system.ts'
import type { Result } from './result.ts'

/** Results of one kind of arrival, from the fewest replicas to the most, beside the old system's figures. */
export function toResultTable(results: Result[]): string {
  const [first] = results
  const headings = [
    'replicas',
    's an image',
    'gain',
    'to gain',
    'of ideal',
    'of in turn',
    'as saved',
  ]
  const work = ['work of a replica, s', 'longest / mean', 'old system: s an image', 'of ideal']
  const rows = results.map((result) => {
    const { replicas, secondsAnImage, workMs, longestOverMean } = result
    const oldShare = oldShareOfIdeal(replicas)
    const seconds = workMs?.map((ms) => ms / 1000)
    return [
      replicas,
      secondsAnImage.toFixed(3),
      toPercent((first?.secondsAnImage ?? 0) / secondsAnImage - 1),
      toPercent(replicas / (first?.replicas ?? 1) - 1),
      toPercent(result.shareOfIdeal),
      toPercent(result.shareOfInTurn),
      toPercent(result.shareOfInTurnAsSaved),
      seconds ? `${Math.min(...seconds).toFixed(1)} to ${Math.max(...seconds).toFixed(1)}` : '-',
      longestOverMean?.toFixed(3) ?? '-',
      oldSystem.get(replicas)?.toFixed(2) ?? '-',
      oldShare === null ? '-' : toPercent(oldShare),
    ]
  })
  return toTable([...headings, ...work], rows)
}

/** Time saved on five replicas against two, as the old system's report counts it; null if either was not measured. */
export function toSaving(results: Result[]): string | null {
  const secondsOf = (count: number) =>
    results.find(({ replicas }) => replicas === count)?.secondsAnImage
  const [two, five] = [secondsOf(2), secondsOf(5)]
  const [oldTwo, oldFive] = [oldSystem.get(2), oldSystem.get(5)]
  if (!two || !five || !oldTwo || !oldFive) return null
  const saved = toPercent(1 - five / two)
  const oldSaved = toPercent(1 - oldFive / oldTwo)
  return `Time saved by five replicas against two: ${saved} of 60.0%; by the old system ${oldSaved}`
}

import type { Reading } from '../pages/reading.ts'
import type { Run } from '../run.ts'
import { type Figures, toFigures } from './figures.ts'

/** Change of one reader on the pages that both runs read. */
export interface Change {
  reader: string
  /** Null: all groups. */
  group: string | null
  before: Figures
  now: Figures
  /** Pages with a lower and with a higher CER than before. */
  better: number
  worse: number
}

/** For each reader in both runs: over all pages, then by group. */
export function compareRuns(before: Run, now: Run): Change[] {
  const then = onlyPagesOf(now, before)
  const today = onlyPagesOf(before, now)
  const groups = [...new Set(today.readings.map(({ group }) => group))]
  return [null, ...(groups.length > 1 ? groups : [])].flatMap((group) => {
    const earlier = inGroup(then, group)
    const later = inGroup(today, group)
    return toFigures(later, now.readers).flatMap((figures): Change[] => {
      const { reader } = figures
      const same = toFigures(earlier, before.readers).find((each) => each.reader === reader)
      if (!same) return []
      const changes = changesOf(reader, earlier, later)
      const better = changes.filter((change) => change < 0).length
      const worse = changes.filter((change) => change > 0).length
      return [{ reader, group, before: same, now: figures, better, worse }]
    })
  })
}

/**
 * Readings of pages that the other run has too, without duplicates: lists may repeat a page, and runs may stop early.
 */
function onlyPagesOf(other: Run, run: Run): Run {
  const pages = new Set(other.readings.map(({ page }) => page))
  const readings = run.readings.filter(({ page }) => pages.has(page))
  const once = new Map(readings.map((each) => [JSON.stringify([each.reader, each.page]), each]))
  return { ...run, readings: [...once.values()] }
}

function inGroup({ readings }: Run, group: string | null): Reading[] {
  return readings.filter((reading) => group === null || reading.group === group)
}

/** Change of CER by page. */
function changesOf(name: string, before: Reading[], now: Reading[]): number[] {
  const own = (readings: Reading[]) => readings.filter(({ reader }) => reader === name)
  const rates = new Map(own(before).map(({ page, rates }) => [page, rates?.cer ?? 0]))
  return own(now).map(({ page, rates: is }) => (is?.cer ?? 0) - (rates.get(page) ?? 0))
}

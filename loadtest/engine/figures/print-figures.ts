import type { Reading } from '../pages/reading.ts'
import type { GroupFigures } from './figures.ts'
import { costTable, errorTable, looksTable, waysTable } from './tables.ts'

export interface Measured {
  figures: GroupFigures[]
  readings: Reading[]
  peaks: Map<string, number | null>
}

/** Prints all tables for all pages, and the main ones for each group. */
export function printFigures(print: (text: string) => void, measured: Measured): void {
  for (const { group, figures } of measured.figures) {
    const tables = [errorTable(figures), looksTable(figures)]
    if (group === null) {
      tables.unshift(costTable(figures, measured.peaks))
      tables.push(waysTable(measured.readings))
    } else {
      tables.unshift(`${group}:\n${costTable(figures)}`)
    }
    print(tables.filter((table) => table !== '').join('\n'))
  }
}

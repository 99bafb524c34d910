import { median } from '../../figures/median.ts'
import type { Rate, Reading } from '../pages/reading.ts'
import type { ReaderInfo } from '../reader/reader.ts'

/** Results of one reader; null where unknown. */
export interface Figures {
  reader: string
  pages: number
  failed: number
  secondsPerPage: number
  cpuSecondsPerPage: number
  /** Relative to the native command with the same model, over the same pages. */
  timeRatio: number | null
  cpuRatio: number | null
  cer: Spread | null
  cerAnyCase: Spread | null
  wer: Spread | null
  looks: Looks
}

export interface Spread {
  median: number
  mean: number
}

export interface Looks {
  /** Pages with second looks. */
  pages: number
  made: number
  /** Pages whose text comes from a second look. */
  kept: number
  /** Mean CER of the same engine without second looks; null if it was not measured. */
  meanCerWithout: number | null
}

/** Figures of each reader with readings; all readers have read the same pages. */
export function toFigures(readings: Reading[], readers: ReaderInfo[]): Figures[] {
  const byReader = Map.groupBy(readings, ({ reader }) => reader)
  const readingsOf = (like: Partial<ReaderInfo>) => {
    const info = readers.find((each) => isLike(each, like))
    return byReader.get(info?.name ?? '') ?? []
  }
  return readers.flatMap(({ name, engine, model }) => {
    const own = byReader.get(name)
    if (!own) return []
    const command = readingsOf({ engine: 'command', model })
    const without = readingsOf({ engine, model, secondLooks: false })
    return {
      reader: name,
      pages: own.length,
      failed: own.filter(({ failed }) => failed !== null).length,
      secondsPerPage: sumOf(own, 'seconds') / own.length,
      cpuSecondsPerPage: sumOf(own, 'cpuSeconds') / own.length,
      timeRatio: ratioOf(own, command, 'seconds'),
      cpuRatio: ratioOf(own, command, 'cpuSeconds'),
      cer: spreadOf(own, 'cer'),
      cerAnyCase: spreadOf(own, 'cerAnyCase'),
      wer: spreadOf(own, 'wer'),
      looks: {
        pages: own.filter(({ looks }) => looks.length > 0).length,
        made: own.reduce((sum, { looks }) => sum + looks.length, 0),
        kept: own.filter(({ kept }) => kept !== null).length,
        meanCerWithout: without === own ? null : (spreadOf(without, 'cer')?.mean ?? null),
      },
    }
  })
}

function isLike(info: ReaderInfo, { engine, model, secondLooks }: Partial<ReaderInfo>): boolean {
  const isSameLooks = secondLooks === undefined || info.secondLooks === secondLooks
  return info.engine === engine && info.model === model && isSameLooks
}

type Cost = 'seconds' | 'cpuSeconds'

function sumOf(readings: Reading[], what: Cost): number {
  return readings.reduce((sum, reading) => sum + reading[what], 0)
}

function ratioOf(own: Reading[], base: Reading[], what: Cost): number | null {
  return base.length === 0 ? null : sumOf(own, what) / sumOf(base, what)
}

function spreadOf(readings: Reading[], rate: Rate): Spread | null {
  const rates = readings.flatMap(({ rates }) => (rates ? [rates[rate]] : []))
  if (rates.length === 0) return null
  const mean = rates.reduce((sum, value) => sum + value, 0) / rates.length
  return { median: median(rates), mean }
}

export interface GroupFigures {
  /** Null: all pages. */
  group: string | null
  figures: Figures[]
}

/** All pages, then each group if there are several. */
export function toGroupFigures(readings: Reading[], readers: ReaderInfo[]): GroupFigures[] {
  const all = { group: null, figures: toFigures(readings, readers) }
  const groups = [...Map.groupBy(readings, ({ group }) => group)]
  if (groups.length < 2) return [all]
  return [all, ...groups.map(([group, own]) => ({ group, figures: toFigures(own, readers) }))]
}

import { toTable } from '../../scale/measure/table.ts'
import { type Guarded, isWorse } from './guarded.ts'

/** Names of the engine, of the plain reading and of the CPU baseline. */
export interface Names {
  engine: string
  plain: string
  bare: string
}

const percent = (rate: number) => (100 * rate).toFixed(2)
const points = (rate: number) => `${rate > 0 ? '+' : ''}${percent(rate)}`

function mean(rows: Guarded[], rate: 'ours' | 'plain'): number {
  return rows.reduce((sum, row) => sum + row[rate], 0) / rows.length
}

function cpuRatio(rows: Guarded[]): string {
  const sum = (what: 'cpuSeconds' | 'plainCpuSeconds') =>
    rows.reduce((total, row) => total + row[what], 0)
  return (sum('cpuSeconds') / sum('plainCpuSeconds')).toFixed(2)
}

/** Tables by picture, by kind and in total. */
export function guardTables(rows: Guarded[], { engine, plain, bare }: Names): string {
  const toRow = (name: string, own: Guarded[]) => {
    const [base, ours] = [mean(own, 'plain'), mean(own, 'ours')]
    return [name, percent(base), percent(ours), points(ours - base), cpuRatio(own)]
  }
  const kinds = [...Map.groupBy(rows, ({ kind }) => kind)]
  const headings = [plain, engine, 'points', `CPU × ${bare}`]
  return [
    toTable(
      ['CER %', ...headings],
      rows.map((row) => toRow(row.page, [row])),
    ),
    toTable(
      ['mean CER %', 'pictures', ...headings],
      [...kinds, ['all', rows] as const].map(([kind, own]) => {
        const [name = '', ...figures] = toRow(kind, own)
        return [name, own.length, ...figures]
      }),
    ),
  ].join('\n')
}

/** Pictures read worse than by the plain reading, one per line. */
export function worsePictures(rows: Guarded[], { engine, plain }: Names): string[] {
  return rows.filter(isWorse).map(({ page, ours, plain: base, isOrderOnly }) => {
    const order = isOrderOnly ? ' (the order only)' : ''
    return `${page}: ${percent(ours)}% by ${engine}, ${percent(base)}% by ${plain}${order}`
  })
}

/** Reasons to fail the engine: pictures, or the mean, read worse than by the plain reading. */
export function complaints(rows: Guarded[], names: Names): string[] {
  const [base, ours] = [mean(rows, 'plain'), mean(rows, 'ours')]
  const means = `the mean of ${names.engine} is ${percent(ours)}%, of ${names.plain} ${percent(base)}%`
  return [...worsePictures(rows, names), ...(ours > base ? [means] : [])]
}

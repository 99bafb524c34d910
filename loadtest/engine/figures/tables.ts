import { toMiB, toTable } from '../../scale/measure/table.ts'
import type { Reading } from '../pages/reading.ts'
import type { ReaderInfo } from '../reader/reader.ts'
import type { Change } from './compare.ts'
import { type Figures, type Spread, toFigures } from './figures.ts'

const nothing = '–'
const decimals = (digits: number) => (value: number | null | undefined) =>
  value?.toFixed(digits) ?? nothing
const two = decimals(2)
const three = decimals(3)
/** Error rates are small: percent, with two decimals. */
const percent = (share: number | null | undefined) =>
  two(share === null || share === undefined ? null : 100 * share)
const both = (spread: Spread | null) => [percent(spread?.median), percent(spread?.mean)]

/** Time and memory. */
export function costTable(all: Figures[], peaks?: Map<string, number | null>): string {
  const headings = ['', 'pages', 'failed', 's a page', '× command', 'CPU s', '× command']
  const rows = all.map((figures) => [
    ...[figures.reader, figures.pages, figures.failed],
    ...[three(figures.secondsPerPage), two(figures.timeRatio)],
    ...[three(figures.cpuSecondsPerPage), two(figures.cpuRatio)],
    ...(peaks ? [toPeak(peaks.get(figures.reader))] : []),
  ])
  return toTable([...headings, ...(peaks ? ['peak MiB'] : [])], rows)
}

function toPeak(bytes: number | null | undefined): string {
  return typeof bytes === 'number' ? toMiB(bytes) : nothing
}

/** Error rates. */
export function errorTable(all: Figures[]): string {
  return toTable(
    ['%', 'CER median', 'mean', 'any case: median', 'mean', 'WER median', 'mean'],
    all.map(({ reader, cer, cerAnyCase, wer }) => [
      reader,
      ...[cer, cerAnyCase, wer].flatMap(both),
    ]),
  )
}

/** Effect of second looks; empty if there were none. */
export function looksTable(all: Figures[]): string {
  const looked = all.filter(({ looks }) => looks.made > 0)
  if (looked.length === 0) return ''
  return toTable(
    ['second looks', 'made', 'on pages', 'kept', 'mean CER % without', 'with'],
    looked.map(({ reader, looks, cer }) => [
      ...[reader, looks.made, looks.pages, looks.kept],
      ...[percent(looks.meanCerWithout), percent(cer?.mean)],
    ]),
  )
}

/** How often each way of looking again was tried and kept. */
export function waysTable(readings: Reading[]): string {
  const looks = readings.flatMap(({ reader, looks, kept }) =>
    looks.map((look) => ({ row: `${reader}: ${look}`, isKept: look === kept })),
  )
  const rows = [...Map.groupBy(looks, ({ row }) => row)].map(([row, each]) => [
    ...[row, each.length, each.filter(({ isKept }) => isKept).length],
  ])
  return rows.length === 0 ? '' : toTable(['way of looking again', 'tried', 'kept'], rows)
}

/** CER by angle; the groups are the angles. */
export function anglesTable(readings: Reading[], readers: ReaderInfo[]): string {
  const angles = [...new Set(readings.map(({ group }) => group))]
  const names = readers.map(({ name }) => name)
  const rows = angles.map((angle) => {
    const figures = toFigures(
      readings.filter(({ group }) => group === angle),
      readers,
    )
    const of = (name: string) => figures.find(({ reader }) => reader === name)?.cer ?? null
    return [angle === '0' ? 'upright' : `${angle}°`, ...names.flatMap((name) => both(of(name)))]
  })
  return toTable(['CER %', ...names.flatMap((name) => [`${name}: median`, 'mean'])], rows)
}

/** Changes since an earlier run. */
export function changesTable(changes: Change[]): string {
  const headings = ['CER %', 'pages', 'median was', 'is', 'mean was', 'is', 'change']
  return toTable(
    [...headings, 'better', 'worse', 'CPU × command was', 'is'],
    changes.map(({ reader, group, before, now, better, worse }) => [
      ...[group === null ? reader : `${reader}: ${group}`, now.pages],
      ...[percent(before.cer?.median), percent(now.cer?.median)],
      ...[percent(before.cer?.mean), percent(now.cer?.mean), toChange(before.cer, now.cer)],
      ...[better, worse, two(before.cpuRatio), two(now.cpuRatio)],
    ]),
  )
}

function toChange(before: Spread | null, now: Spread | null): string {
  if (!before || !now) return nothing
  const points = 100 * (now.mean - before.mean)
  return `${points > 0 ? '+' : ''}${points.toFixed(2)}`
}

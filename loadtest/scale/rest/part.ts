import { setTimeout as pause } from 'node:timers/promises'
import { openGlyphflow } from '../../system/glyphflow.ts'
import { type ProcessUsage, processesOf, sumOf } from '../measure/processes.ts'
import { toMiB, toPercent, toTable } from '../measure/table.ts'
import { asleep } from '../sleeping-system.ts'

export interface RestOptions {
  print: (line: string) => void
  seconds: number
  picture: string
}

/** Knative's minimum. */
const window = '6s'
/** Time to clean up after the last page. */
const settleMs = 5000

/** Measures the memory and CPU of all processes after a page, once ocr and results have scaled to zero. */
export async function runRest({ print, seconds, picture }: RestOptions) {
  const scales = { ocr: { window }, results: { window } }
  const { client, pid, stop } = await openGlyphflow(() => ({}), scales)
  try {
    await client.read(picture)
    await asleep(client)
    await pause(settleMs)
    const before = await processesOf(pid)
    await pause(seconds * 1000)
    const after = await processesOf(pid)
    print(`At rest, over ${seconds} s`)
    print(toTable(['process', 'RSS, MiB', 'PSS, MiB', 'of a core'], toRows(before, after, seconds)))
  } finally {
    await stop()
  }
}

function toRows(before: ProcessUsage[], after: ProcessUsage[], seconds: number): string[][] {
  const row = (name: string, first: ProcessUsage[], last: ProcessUsage[]) => [
    name,
    toMiB(sumOf(last, 'rssBytes')),
    toMiB(sumOf(last, 'pssBytes')),
    toPercent((sumOf(last, 'cpuSeconds') - sumOf(first, 'cpuSeconds')) / seconds),
  ]
  const rows = after.map((usage) =>
    row(
      usage.name,
      before.filter(({ pid }) => pid === usage.pid),
      [usage],
    ),
  )
  return [...rows, row('all', before, after)]
}

import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { createClient, startGlyphflow, temporaryFolder } from '../../glyphflow.ts'
import { type ProcessUsage, processesOf, sumOf } from '../measure/processes.ts'
import { toMiB, toPercent, toTable } from '../measure/table.ts'
import { copyPipeline } from '../scaled-pipeline.ts'
import { asleep } from '../sleeping-system.ts'

export interface RestOptions {
  print: (line: string) => void
  seconds: number
  picture: string
}

/** The shortest that there may be. */
const window = '6s'
/** Until what the last page left behind has been cleared away. */
const settleMs = 5000

/** What all processes use once a page has been read and every replica that may sleep does. */
export async function runRest({ print, seconds, picture }: RestOptions) {
  const folder = await temporaryFolder()
  const glyphflow = await startGlyphflow(join(folder.path, 'data'), {
    KNATIVE_DIR: copyPipeline(join(folder.path, 'knative'), {
      ocr: { window },
      results: { window },
    }),
  })
  try {
    const client = createClient(glyphflow.url)
    await client.read(picture)
    await asleep(client)
    await pause(settleMs)
    const pid = glyphflow.child.pid ?? 0
    const before = await processesOf(pid)
    await pause(seconds * 1000)
    const after = await processesOf(pid)
    print(`At rest, over ${seconds} s`)
    print(toTable(['process', 'RSS, MiB', 'PSS, MiB', 'of a core'], toRows(before, after, seconds)))
  } finally {
    await glyphflow.stop()
    await folder.remove()
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

import { writeFile } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import { drawChart } from '../../figures/chart.ts'
import { monotonicMs } from '../../figures/monotonic.ts'
import { percentile } from '../../figures/percentile.ts'
import { toPercent, toTable } from '../measure/table.ts'
import { asleep, startSleeping } from '../sleeping-system.ts'
import { uploadPages } from '../upload-pages.ts'
import { waitsIfAwake } from './always-awake.ts'
import { type Arrival, daySeconds, drawDay } from './load-curve.ts'
import { busySeconds, replicaSeconds, toTimeline } from './timeline.ts'

export interface DayOptions {
  print: (line: string) => void
  medianMs: number
  maxScale: number
  seed: string
  /** Path of the chart. */
  svg: string
}

/** Knative's minimum window, with a panic window as long as that of the longer window in the YAML. */
const short = { window: '6s', 'panic-window-percentage': 20 }

const chart = {
  label: 'Load, replicas awake and pages waiting over a day in a minute',
  strips: [
    { of: 'arrivals', title: 'pages uploaded per second' },
    { of: 'awake', title: 'replicas awake' },
    { of: 'waiting', title: 'pages waiting' },
  ],
} as const

/** Runs a varying load; reports its cost in replica seconds, and the pages' waits. */
export async function runDay({ print, medianMs, maxScale, seed, svg }: DayOptions) {
  const day = drawDay(seed, medianMs)
  print(`A day in a minute: ${day.length} stub pages, median ${medianMs} ms, at most ${maxScale}`)
  print(`replicas, window ${short.window}`)
  const system = await startSleeping({
    ocr: { 'max-scale': maxScale, ...short },
    results: short,
  })
  try {
    await uploadPages(system.url, [1])
    await asleep(system.client)
    const fromMs = monotonicMs()
    const submitted = await upload(system.url, day, fromMs)
    await pause(Math.max(fromMs + daySeconds * 1000 - monotonicMs(), 0))
    await asleep(system.client)
    const toMs = monotonicMs()

    const journal = await system.journal()
    const lives = journal.lives.filter((life) => life.toMs > fromMs)
    const pages = journal.visits.flatMap(({ documentId, fromMs, toMs }) => {
      const submittedMs = submitted.get(documentId)
      return submittedMs === undefined ? [] : [{ submittedMs, fromMs, toMs }]
    })
    if (pages.length !== day.length) throw new Error(`${pages.length} of ${day.length} were read`)
    const used = replicaSeconds(lives, toMs)
    const needed = busySeconds(pages)
    print(
      toTable(
        ['', 'figure'],
        [
          ['replica seconds needed', needed.toFixed(1)],
          ['replica seconds used', used.toFixed(1)],
          ['needed of used', toPercent(needed / used)],
          ['cold starts', lives.length],
        ],
      ),
    )
    const waits = pages.map(({ submittedMs, fromMs }) => fromMs - submittedMs)
    const headings = ['pages waited', 'p50 s', 'p95', 'longest']
    const ifAwake = toRow(`if ${maxScale} were always awake`, waitsIfAwake(day, maxScale))
    print(toTable(headings, [toRow('as it was', waits), ifAwake]))
    const timeline = toTimeline({ pages, lives }, { fromMs, toMs, stepMs: 250 })
    await writeFile(svg, drawChart(timeline, chart))
    print(`  Drawn: ${svg}`)
  } finally {
    await system.stop()
  }
}

function toRow(name: string, waitsMs: number[]): string[] {
  return [name, ...[0.5, 0.95, 1].map((share) => (percentile(waitsMs, share) / 1000).toFixed(2))]
}

/** Uploads each page at its time, independent of the others; resolves with the times by document id. */
async function upload(url: string, day: Arrival[], fromMs: number): Promise<Map<string, number>> {
  const submitted = new Map<string, number>()
  const uploads = day.map(async ({ atMs, sleepMs }) => {
    await pause(Math.max(fromMs + atMs - monotonicMs(), 0))
    const submittedMs = monotonicMs()
    submitted.set(await uploadPages(url, [sleepMs]), submittedMs)
  })
  await Promise.all(uploads)
  return submitted
}

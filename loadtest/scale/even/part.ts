import { monotonicMs } from '../../figures/monotonic.ts'
import { percentile } from '../../figures/percentile.ts'
import { drawPageTimes } from '../measure/page-times.ts'
import { toPercent, toTable } from '../measure/table.ts'
import { replicasAre, type SleepingSystem, startSleeping } from '../sleeping-system.ts'
import { uploadPages } from '../upload-pages.ts'
import { idealMs, inTurnMs } from './ideal.ts'
import { lookWhileWaiting } from './while-waiting.ts'

export interface EvenOptions {
  print: (line: string) => void
  replicas: number[]
  medianMs: number
  /** Approximate duration for each number of replicas. */
  secondsEach: number
  seed: string
}

/** Maximum number of images in an upload. */
const pagesPerUpload = 50

/** Reads pages of skewed duration, all uploaded together, on increasing numbers of replicas. */
export async function runEven({ print, replicas, medianMs, secondsEach, seed }: EvenOptions) {
  print(`Stub pages, median ${medianMs} ms, a few ten times as long, uploaded together`)
  const rows: string[][] = []
  for (const count of replicas) {
    const few = drawPageTimes(seed, 1000, medianMs)
    const meanMs = few.reduce((sum, ms) => sum + ms, 0) / few.length
    const pagesMs = drawPageTimes(seed, Math.round((count * secondsEach * 1000) / meanMs), medianMs)
    const system = await startSleeping({
      ocr: { 'min-scale': count, 'max-scale': count },
      results: { 'min-scale': 1 },
    })
    try {
      await replicasAre(system.client, 'ocr', count)
      rows.push(toRow(count, pagesMs, await timePages(system, count, pagesMs)))
    } finally {
      await system.stop()
    }
  }
  const headings = ['replicas', 'pages', 's', 'of the ideal', 'of in turn', 'used while waiting']
  print(toTable([...headings, 'evenness', 'gap p50 ms', 'p99', 'waited p50 s', 'longest'], rows))
  print(
    '  ideal: the sum of the pages over the replicas, or the longest page; in turn: the best schedule',
  )
  print('  without knowing in advance how long a page takes')
}

async function timePages(system: SleepingSystem, replicas: number, pagesMs: number[]) {
  // Warm-up: compiled code and open connections in all processes.
  await uploadPages(system.url, Array(pagesPerUpload).fill(20))
  await system.allEnded()
  const submitted = new Map<string, number>()
  for (let first = 0; first < pagesMs.length; first += pagesPerUpload) {
    const atMs = monotonicMs()
    const id = await uploadPages(system.url, pagesMs.slice(first, first + pagesPerUpload))
    submitted.set(id, atMs)
  }
  await system.allEnded()
  const { visits } = await system.journal()
  const own = visits.filter(({ documentId }) => submitted.has(documentId))
  if (own.length !== pagesMs.length) throw new Error(`${own.length} of ${pagesMs.length} were read`)
  return {
    tookMs: Math.max(...own.map(({ toMs }) => toMs)) - (own[0]?.fromMs ?? 0),
    waitedMs: own.map(({ documentId, fromMs }) => fromMs - (submitted.get(documentId) ?? 0)),
    whileWaiting: lookWhileWaiting(own, replicas),
  }
}

function toRow(
  replicas: number,
  pagesMs: number[],
  { tookMs, waitedMs, whileWaiting }: Awaited<ReturnType<typeof timePages>>,
): string[] {
  const { used, evenness, gapsMs } = whileWaiting
  return [
    `${replicas}`,
    `${pagesMs.length}`,
    (tookMs / 1000).toFixed(1),
    toPercent(idealMs(pagesMs, replicas) / tookMs),
    toPercent(inTurnMs(pagesMs, replicas) / tookMs),
    toPercent(used),
    evenness.toFixed(3),
    ...[percentile(gapsMs, 0.5), percentile(gapsMs, 0.99)].map((ms) => ms.toFixed(1)),
    ...[percentile(waitedMs, 0.5), percentile(waitedMs, 1)].map((ms) => (ms / 1000).toFixed(1)),
  ]
}

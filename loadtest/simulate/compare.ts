import { setTimeout as pause } from 'node:timers/promises'
import { monotonicMs } from '../figures/monotonic.ts'
import { percentile } from '../figures/percentile.ts'
import { type Arrival as DayArrival, drawDay } from '../scale/day/load-curve.ts'
import { replicaSeconds, toTimeline } from '../scale/day/timeline.ts'
import { toTable } from '../scale/measure/table.ts'
import { asleep, startSleeping } from '../scale/sleeping-system.ts'
import { uploadPages } from '../scale/upload-pages.ts'
import { ocrPolicy } from './cluster.ts'
import { simulate } from './simulate.ts'

/** Knative's minimum window, with a panic window as long as that of the longer window in the YAML. */
const windows = { window: '6s', 'panic-window-percentage': 20 }
const policyOf = async (maxScale: number) => ({
  ...(await ocrPolicy(maxScale, 0)),
  ...{ stableWindowMs: 6000, panicWindowMs: 1000 },
})

/** Figures of one load, from zero replicas to zero. */
export interface Figures {
  mostReplicas: number
  replicaSeconds: number
  /** From the upload of a page to the start of its work. */
  waitsMs: number[]
}

/** Runs a load of stub pages on the local runtime, and simulates the same uploads and page times. */
export async function runBoth(
  load: DayArrival[],
  maxScale: number,
): Promise<{ real: Figures; simulated: Figures }> {
  const system = await startSleeping({
    ocr: { 'max-scale': maxScale, ...windows },
    results: windows,
  })
  try {
    await uploadPages(system.url, [1])
    await asleep(system.client)
    const fromMs = monotonicMs()
    const submitted = new Map<string, number>()
    await Promise.all(
      load.map(async ({ atMs, sleepMs }) => {
        await pause(Math.max(fromMs + atMs - monotonicMs(), 0))
        const submittedMs = monotonicMs()
        submitted.set(await uploadPages(system.url, [sleepMs]), submittedMs)
      }),
    )
    await system.allEnded()
    await asleep(system.client)
    const journal = await system.journal()
    const lives = journal.lives.filter((life) => life.toMs > fromMs)
    const pages = journal.visits.flatMap(({ documentId, fromMs, toMs }) => {
      const submittedMs = submitted.get(documentId)
      return submittedMs === undefined ? [] : [{ submittedMs, fromMs, toMs }]
    })
    const toMs = monotonicMs()
    const moments = toTimeline({ pages, lives }, { fromMs, toMs, stepMs: 20 })
    const first = pages.toSorted((a, b) => a.submittedMs - b.submittedMs)[0]
    const outcome = simulate({
      arrivals: pages
        .map((page) => ({ atMs: page.submittedMs - fromMs, workMs: page.toMs - page.fromMs }))
        .toSorted((a, b) => a.atMs - b.atMs),
      policy: await policyOf(maxScale),
      ...{ readers: 1, partitions: 1, seed: '1', decideEveryMs: 250 },
      nodes: { basePlaces: maxScale * 2, placesPerNode: 1, maxNodes: 0, startMs: 0, idleMs: 0 },
      coldStartMs: first ? first.fromMs - first.submittedMs : 0,
    })
    return {
      real: {
        mostReplicas: Math.max(...moments.map(({ awake }) => awake)),
        replicaSeconds: replicaSeconds(lives, toMs),
        waitsMs: pages.map((page) => page.fromMs - page.submittedMs),
      },
      simulated: {
        mostReplicas: outcome.mostReplicas,
        replicaSeconds: outcome.replicaMs / 1000,
        waitsMs: outcome.waitsMs,
      },
    }
  } finally {
    await system.stop()
  }
}

/** A day in a minute, on the local runtime and simulated; returns a table. */
export async function compareWithRuntime(seed: string): Promise<string> {
  const { real, simulated } = await runBoth(drawDay(seed, 300), 8)
  const row = (name: string, { mostReplicas, replicaSeconds, waitsMs }: Figures) => [
    ...[name, mostReplicas, replicaSeconds.toFixed(1)],
    ...[0.5, 0.95, 1].map((share) => (percentile(waitsMs, share) / 1000).toFixed(2)),
  ]
  return toTable(
    ['a day in a minute', 'most replicas', 'replica s', 'waited p50 s', 'p95', 'longest'],
    [row('local runtime', real), row('simulated', simulated)],
  )
}

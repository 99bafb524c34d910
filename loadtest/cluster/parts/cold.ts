import { setTimeout as pause } from 'node:timers/promises'
import { monotonicMs } from '../../figures/monotonic.ts'
import { percentile } from '../../figures/percentile.ts'
import { toTable } from '../../scale/measure/table.ts'
import type { Deployed } from '../deployed.ts'
import { realPages, smallPage } from '../pages.ts'

/** Intervals of a cold start, in order; each ends at its moment. */
const intervals = ['accepted', 'pod created', 'container runs', 'ready', 'read', 'text'] as const

/** Reads single small pages from zero replicas of ocr and results; prints the parts of the time to the text. */
export async function runCold(
  { load, pods, logs, print }: Deployed,
  times: number,
): Promise<string[]> {
  const rounds: number[][] = []
  const uploads = await realPages(times, 'cold', [smallPage])
  for (const upload of uploads) {
    await pods.untilZero('ocr', 180_000)
    await pods.untilZero('results', 180_000)
    const before = new Set(pods.all().map(({ name }) => name))
    const fromMs = monotonicMs()
    await load.run([upload])
    await load.drained(120_000)
    const page = load.times().at(-1)
    await pause(1000)
    const pod = pods.all().find(({ name, of }) => of === 'ocr' && !before.has(name))
    const read = logs.of('ocr').find((line) => line.pod === pod?.name && line.msg === 'page read')
    if (!page?.endedMs || !pod || !read) {
      throw new Error('Expected a new pod that reads the page, and a text within 2 minutes')
    }
    rounds.push(
      [page.acceptedMs, pod.createdMs, pod.runningMs, pod.readyMs, read?.atMs, page.endedMs].map(
        (at) => (at ?? Number.NaN) - fromMs,
      ),
    )
  }
  const row = (name: string, values: number[]) => [
    name,
    ...[0.5, 0.95].map((share) => percentile(values, share).toFixed(0)),
  ]
  print(`Cold start, ${times} times, ms from the upload`)
  print(
    toTable(
      ['', 'p50', 'p95'],
      intervals.map((name, index) =>
        row(
          name,
          rounds.map((round) => round[index] ?? Number.NaN),
        ),
      ),
    ),
  )
  return []
}

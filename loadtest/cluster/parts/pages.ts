import { writeFile } from 'node:fs/promises'
import { drawChart } from '../../figures/chart.ts'
import { monotonicMs } from '../../figures/monotonic.ts'
import type { Deployed } from '../deployed.ts'
import { realPages } from '../pages.ts'
import { mostReady, toMoments } from '../replicas.ts'

const drainMs = 20 * 60_000
const toZeroMs = 180_000

/** Uploads real pages at once and waits until ocr is at zero again; draws replicas and pages over time. */
export async function runPages(
  { load, pods, print }: Deployed,
  { count, svg }: { count: number; svg: string },
): Promise<string[]> {
  await pods.untilZero('ocr', toZeroMs)
  const fromMs = monotonicMs()
  await load.run(await realPages(count, 'pages'))
  const drained = await load.drained(drainMs)
  const lastMs = monotonicMs()
  await pods.untilZero('ocr', toZeroMs)
  const toMs = monotonicMs()
  const ofOcr = pods.all().filter(({ of }) => of === 'ocr')
  const moments = toMoments(
    { pods: ofOcr, pages: load.times().filter(({ acceptedMs }) => acceptedMs >= fromMs) },
    { fromMs, toMs, stepMs: 500 },
  )
  const strips = [
    { of: 'waiting', title: 'pages waiting' },
    { of: 'ready', title: 'replicas of ocr, ready' },
    { of: 'read', title: 'pages read' },
  ] as const
  const label = `${count} pages on a cluster: pages waiting, replicas of ocr, pages read`
  await writeFile(svg, drawChart(moments, { strips, label }))
  const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`
  print(
    `${count} pages: read after ${seconds(lastMs - fromMs)}, ocr 0 → ${mostReady(moments)} → 0, ` +
      `zero ${seconds(toMs - lastMs)} after the last text; drawn: ${svg}`,
  )
  return [...(drained ? [] : [`Expected all pages to end within ${seconds(drainMs)}`])]
}

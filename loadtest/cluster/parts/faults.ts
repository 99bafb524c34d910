import { setTimeout as pause } from 'node:timers/promises'
import { monotonicMs } from '../../figures/monotonic.ts'
import type { Deployed } from '../deployed.ts'
import { realPages } from '../pages.ts'
import { mostAttempts } from '../verdict.ts'

const kinds = ['ocr', 'source', 'sink', 'results', 'gateway'] as const
const everyMs = 10_000
const drainMs = 10 * 60_000

/** Uploads pages while every 10 s a pod is deleted, of each kind in turn, gracefully and at once by turns. */
export async function runFaults(deployed: Deployed, count: number): Promise<string[]> {
  const { load, pods, logs, inside, print } = deployed
  const uploads = await realPages(count, 'faults')
  let isUploading = true
  const uploading = load.run(uploads, count * 600).finally(() => {
    isUploading = false
  })
  const deleted: Record<string, number> = {}
  for (let turn = 0; isUploading || turn < 2 * kinds.length; turn += 1) {
    const nextMs = monotonicMs() + everyMs
    const kind = kinds[turn % kinds.length] ?? 'ocr'
    const [pod] = pods.alive(kind).filter(({ readyMs }) => readyMs !== undefined)
    if (pod) {
      const abruptly = Math.floor(turn / kinds.length) % 2 === 1
      const how = abruptly ? ['--grace-period=0', '--force'] : []
      await inside('delete', 'pod', pod.name, '--wait=false', ...how)
      deleted[kind] = (deleted[kind] ?? 0) + 1
    }
    await pause(Math.max(nextMs - monotonicMs(), 0))
  }
  await uploading
  const drained = await load.drained(drainMs)
  const attempts = mostAttempts(logs.of('source'))
  print(`Pods deleted: ${JSON.stringify(deleted)}; most attempts of a page: ${attempts}`)
  return [
    ...(drained ? [] : [`Expected all pages to end within ${drainMs / 60_000} minutes`]),
    ...(attempts > 0 ? [`Expected no page to use an attempt, got ${attempts}`] : []),
  ]
}

import { setTimeout as pause } from 'node:timers/promises'
import type { Deployed } from '../deployed.ts'
import { realPages } from '../pages.ts'

const drainMs = 10 * 60_000

/** Replaces ocr under load, splits pages 90 to 10 between both revisions, and rolls back. */
export async function runRolling(deployed: Deployed, count: number): Promise<string[]> {
  const { load, inside, print } = deployed
  const patch = (template: object) =>
    inside('patch', 'ksvc', 'ocr', '--type', 'merge', '--patch', JSON.stringify(template))
  const latest = async () =>
    (await inside('get', 'ksvc', 'ocr', '-o', 'jsonpath={.status.latestReadyRevisionName}')).stdout
  const newRevision = { 'glyphflow.dev/restarted': `${Date.now()}` }
  const traffic = (old: string, percent: number) => ({
    spec: {
      traffic: [
        { revisionName: old, percent },
        { latestRevision: true, percent: 100 - percent },
      ],
    },
  })
  /** Pages read by each revision since `from`. */
  const readBy = (from: number) =>
    Map.groupBy(deployed.reads().slice(from), ({ pod }) => pod.split('-deployment-')[0] ?? pod)

  const old = await latest()
  const uploading = load.run(await realPages(count, 'rolling'), count * 1000)
  await pause(5000)
  await patch({ spec: { template: { metadata: { annotations: newRevision } } } })
  while ((await latest()) === old) await pause(500)
  const rolledAt = deployed.reads().length
  await uploading
  await load.drained(drainMs)
  const afterRoll = readBy(rolledAt)

  await patch(traffic(old, 90))
  await inside('wait', '--for=condition=Ready', 'ksvc', 'ocr', '--timeout=120s')
  await pause(2000)
  const splitAt = deployed.reads().length
  await load.run(await realPages(count, 'split'))
  await load.drained(drainMs)
  const split = readBy(splitAt)

  await patch({ spec: { traffic: [{ revisionName: old, percent: 100 }] } })
  await inside('wait', '--for=condition=Ready', 'ksvc', 'ocr', '--timeout=120s')
  await pause(2000)
  const backAt = deployed.reads().length
  await load.run(await realPages(10, 'back'))
  const drained = await load.drained(drainMs)
  const back = readBy(backAt)
  await patch({ spec: { traffic: [{ latestRevision: true, percent: 100 }] } })

  const counts = (reads: ReturnType<typeof readBy>) =>
    [...reads].map(([revision, pages]) => `${revision} ${pages.length}`).join(', ')
  print(`Pages read after the update: ${counts(afterRoll)}; at 90 to 10: ${counts(split)}; `)
  print(`after the roll back: ${counts(back)}`)
  const repeated = load.repeatedUploads()
  const ofOld = split.get(old)?.length ?? 0
  const ofBoth = [...split.values()].reduce((sum, pages) => sum + pages.length, 0)
  return [
    ...(drained ? [] : ['Expected all pages to end']),
    ...(repeated > 0
      ? [`Expected each upload to be accepted at once, got ${repeated} repeated`]
      : []),
    ...(isShare(ofOld, ofBoth, 0.9)
      ? []
      : [`Expected 90% of pages at ${old}, got ${counts(split)}`]),
    ...(back.has(old) && back.size === 1 ? [] : [`Expected ${old} alone after the roll back`]),
  ]
}

/**
 * Whether `found` of `count` random choices fit a share: within four standard deviations, missed once in 15,000 times.
 */
export function isShare(found: number, count: number, share: number): boolean {
  return Math.abs(found - count * share) <= 4 * Math.sqrt(count * share * (1 - share)) && count > 0
}

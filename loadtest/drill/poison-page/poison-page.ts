import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import * as z from 'zod'
import { maxUnanswered } from '../../../eventing/source/delivery/delivery.ts'
import { startKafka } from '../../../scripts/servers/kafka/cluster.ts'
import { positiveInt, print } from '../../command-line.ts'
import { median } from '../../figures/median.ts'
import { readDeliveries } from '../../ocr/stub/delivery-journal.ts'
import { drawStubPage } from '../../ocr/stub-page.ts'
import { replicasAre, startSleeping } from '../../scale/sleeping-system.ts'
import { uploadPages } from '../../scale/upload-pages.ts'
import {
  type Client,
  createClient,
  temporaryFolder,
  until,
  uploadImages,
} from '../../system/glyphflow.ts'
import type { Options } from '../options.ts'
import { startSystem } from '../stage/system.ts'
import { prepareWorkspace } from '../stage/workspace.ts'

const Chosen = z
  .object({
    pages: z.number().optional(),
    rounds: positiveInt.default(3),
    over: z.literal('kafka').optional(),
  })
  .transform(({ over = null, rounds, pages = over ? 999 : 200 }) => ({ over, rounds, pages }))

/** Allowed slowdown of the other pages. */
const maxRatio = 1.05

/**
 * Exit code 0 if a page that crashes its replica at every delivery does not slow down the others, and is delivered
 * exactly `maxUnanswered` times.
 */
export async function poisonPageCommand(options: Options): Promise<number> {
  const { ratio, isGivenUp } = await measureSlowdown(Chosen.parse(options))
  print(`median ${ratio.toFixed(3)}`)
  return ratio <= maxRatio && isGivenUp ? 0 : 1
}

interface SlowdownOptions {
  /** Pages read beside the poison page. */
  pages: number
  rounds: number
  /**
   * Null: real pages over the embedded log. `kafka`: pages that only sleep, with more replicas than this machine has
   * CPU for, all on one partition.
   */
  over: 'kafka' | null
}

interface Slowdown {
  /** Seconds with the poison page over seconds without it, median of the rounds. */
  ratio: number
  /** Whether the poison page was given up in every round, after all its deliveries. */
  isGivenUp: boolean
}

/** Outcome of the poison page. */
interface PoisonPageEnd {
  code: string | undefined
  deliveries: number
}

/** Whether the page was given up after exactly `maxUnanswered` deliveries: nothing else is killed. */
export function isGivenUpInTime(poisonPage: PoisonPageEnd | null): boolean {
  return poisonPage?.code === 'gave-up' && poisonPage.deliveries === maxUnanswered
}

interface Run {
  /** Until all other pages have ended. */
  seconds: number
  poisonPage: PoisonPageEnd | null
}

/** Measures how much longer other pages take beside a poison page, alternating with and without it. */
async function measureSlowdown(options: SlowdownOptions): Promise<Slowdown> {
  const { pages, rounds, over } = options
  const kafka = over === 'kafka' ? await startKafka() : null
  const run = (withPoisonPage: boolean) =>
    kafka ? readSleeping(pages, withPoisonPage, kafka.addresses) : readReal(pages, withPoisonPage)
  const ratios: number[] = []
  let isGivenUp = true
  try {
    for (let round = 1; round <= rounds; round += 1) {
      const without = await run(false)
      const beside = await run(true)
      const ratio = beside.seconds / without.seconds
      ratios.push(ratio)
      print(
        `round ${round}: ${pages} pages in ${without.seconds.toFixed(1)} s, with a poison page ` +
          `${beside.seconds.toFixed(1)} s: ${ratio.toFixed(3)}; ` +
          `poison page: ${beside.poisonPage?.code} after ${beside.poisonPage?.deliveries} deliveries of ${maxUnanswered}`,
      )
      isGivenUp &&= isGivenUpInTime(beside.poisonPage)
    }
  } finally {
    await kafka?.stop()
  }
  return { ratio: median(ratios), isGivenUp }
}

async function readReal(pages: number, withPoisonPage: boolean): Promise<Run> {
  const folder = await temporaryFolder()
  const { env, dataDir, deliveries } = prepareWorkspace(folder.path)
  const system = await startSystem({ dataDir, env })
  try {
    const poisonPage = withPoisonPage ? await uploadPoisonPage(system.url) : null
    const seconds = await timeOthers(system.url, poisonPage, async (client) => {
      await client.samples(pages, 1)
    })
    const end = await endOf(system.url, poisonPage, async () => {
      const ofPoisonPage = readDeliveries(deliveries).filter(
        ({ documentId }) => documentId === poisonPage,
      )
      return ofPoisonPage.length
    })
    await system.stop()
    return { seconds, poisonPage: end }
  } finally {
    system.kill()
    await folder.remove()
  }
}

const replicas = 8
const sleepMs = 200
const pagesPerUpload = 50

async function readSleeping(pages: number, withPoisonPage: boolean, brokers: string): Promise<Run> {
  const scales = { ocr: { 'min-scale': replicas, 'max-scale': replicas } }
  const suffix = `-${randomUUID().slice(0, 8)}`
  const system = await startSleeping(scales, { brokers, suffix, partitions: 1 })
  try {
    await replicasAre(system.client, 'ocr', replicas)
    const poisonPage = withPoisonPage ? await uploadPoisonPage(system.url) : null
    const seconds = await timeOthers(system.url, poisonPage, async () => {
      for (let left = pages; left > 0; left -= pagesPerUpload) {
        await uploadPages(system.url, Array(Math.min(left, pagesPerUpload)).fill(sleepMs))
      }
    })
    const end = await endOf(system.url, poisonPage, async () => (await system.journal()).kills)
    return { seconds, poisonPage: end }
  } finally {
    await system.stop()
  }
}

/** Seconds until all uploaded pages except the poison page have ended. */
async function timeOthers(
  url: string,
  poisonPage: string | null,
  upload: (client: Client) => Promise<void>,
): Promise<number> {
  const client = createClient(url)
  const startedAt = performance.now()
  await upload(client)
  for (;;) {
    const isPoisonPageQueued = poisonPage !== null && !(await hasEnded(client, poisonPage))
    if ((await client.system()).queuedPages <= (isPoisonPageQueued ? 1 : 0)) break
    await pause(50)
  }
  return (performance.now() - startedAt) / 1000
}

async function endOf(
  url: string,
  poisonPage: string | null,
  deliveries: () => Promise<number>,
): Promise<PoisonPageEnd | null> {
  if (poisonPage === null) return null
  const client = createClient(url)
  await until(() => hasEnded(client, poisonPage), { maxMs: 600_000 })
  const { pages } = await client.document(poisonPage)
  return { code: pages[0]?.error?.code, deliveries: await deliveries() }
}

async function hasEnded(client: Client, id: string): Promise<boolean> {
  return (await client.document(id)).finishedAt !== null
}

function uploadPoisonPage(url: string): Promise<string> {
  return uploadImages(url, [drawStubPage({ kind: 'poison', number: 1 })], 'poison.png')
}

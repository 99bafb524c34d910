import pLimit from 'p-limit'
import { characterErrorRate } from '../figures/score.ts'
import { truthOf } from '../pictures.ts'
import type { Client } from '../system/glyphflow.ts'
import { followChanges } from './follow-changes.ts'

/** Uploads the pictures, four at a time, and waits for every text; seconds from the first byte to the last text. */
export async function timePipeline(client: Client, pictures: string[]): Promise<number> {
  const started = performance.now()
  const left = new Set<string>()
  const ended = new Map<string, string>()
  const allEnded = Promise.withResolvers<void>()
  const feed = await followChanges(client, ({ id, status }) => {
    ended.set(id, status)
    left.delete(id)
    if (left.size === 0 && uploaded) allEnded.resolve()
  })
  let uploaded = false
  await pLimit(4).map(pictures, async (picture) => {
    const { id } = await client.upload(picture)
    if (!ended.has(id)) left.add(id)
  })
  uploaded = true
  if (left.size > 0) await allEnded.promise
  await feed.close()
  const failed = [...ended.values()].filter((status) => status !== 'done')
  if (failed.length > 0) throw new Error(`${failed.length} pages were not read`)
  return (performance.now() - started) / 1000
}

/** Each sample takes 13 ms of CPU, which the command does not spend: twice a second cost 1.2% of the result. */
const betweenLooksMs = 2000

/** Samples the services while `work` runs: how often a replica of ocr was idle while a page waited. */
export async function countIdle<T>(client: Client, work: Promise<T>) {
  const seen = { looks: 0, idle: 0 }
  let running = true
  const result = work.finally(() => {
    running = false
  })
  while (running) {
    const { services, queuedPages } = await client.system()
    const ocr = services?.find(({ name }) => name === 'ocr')
    const inFlight = ocr?.inFlight ?? 0
    // A few pages may be recognised already, their texts not yet stored.
    if (ocr && queuedPages > inFlight + 3) {
      seen.looks += 1
      if (inFlight < ocr.wanted) seen.idle += 1
    }
    await new Promise((resolve) => setTimeout(resolve, betweenLooksMs))
  }
  return { result: await result, ...seen }
}

/**
 * Reads one page at a time on an otherwise idle system. `ownMs` is the pipeline's own latency, seen by a client:
 * from the 202 to the `done` change, less decoding and recognition. `errorRate` is null for pictures without a
 * reference text.
 */
export async function readOneByOne(client: Client, pictures: string[]) {
  const read: { ownMs: number; errorRate: number | null }[] = []
  let seen: (id: string) => void = () => {}
  const feed = await followChanges(client, ({ id }) => seen(id))
  for (const picture of pictures) {
    const done = new Map<string, number>()
    const waiting = Promise.withResolvers<void>()
    seen = (id) => {
      done.set(id, performance.now())
      waiting.resolve()
    }
    const { id } = await client.upload(picture)
    const accepted = performance.now()
    if (!done.has(id)) await waiting.promise
    const [page] = (await client.document(id)).pages
    const ocrMs = (page?.timings?.decodeMs ?? 0) + (page?.timings?.recognizeMs ?? 0)
    const truth = await truthOf(picture).catch(() => null)
    read.push({
      ownMs: (done.get(id) ?? Number.NaN) - accepted - ocrMs,
      errorRate: truth === null ? null : characterErrorRate(page?.text ?? '', truth),
    })
  }
  await feed.close()
  return read
}

import { setTimeout as pause } from 'node:timers/promises'
import pLimit from 'p-limit'
import { followChanges } from '../bench/follow-changes.ts'
import { monotonicMs } from '../figures/monotonic.ts'
import { type Client, uploadImages } from '../system/glyphflow.ts'

/** Uploads each image as a document, one every `everyMs`; resolves when all are read. */
export async function runRound(client: Client, images: Uint8Array[], everyMs: number) {
  const endedMs = new Map<string, number>()
  const failed: string[] = []
  let onEnd = () => {}
  const feed = await followChanges(client, ({ id, status }) => {
    endedMs.set(id, monotonicMs())
    if (status !== 'done') failed.push(id)
    onEnd()
  })
  const startedMs = monotonicMs()
  const ids = await Promise.all(
    images.map(async (image, index) => {
      await pause(Math.max(startedMs + index * everyMs - monotonicMs(), 0))
      return uploadImages(client.url, [image])
    }),
  )
  await new Promise<void>((resolve) => {
    onEnd = () => {
      if (ids.every((id) => endedMs.has(id))) resolve()
    }
    onEnd()
  })
  await feed.close()
  if (failed.length > 0) throw new Error(`${failed.length} of ${ids.length} images were not read`)
  return { ids, tookMs: Math.max(...ids.map((id) => endedMs.get(id) ?? 0)) - startedMs }
}

/** When each document was saved, in ms after the first one. */
export async function savedMsOf(client: Client, ids: string[]): Promise<number[]> {
  const times = await pLimit(4).map(ids, async (id) =>
    Date.parse((await client.document(id)).createdAt),
  )
  const first = Math.min(...times)
  return times.map((time) => time - first)
}

/** Work for each image: decoding and recognition. */
export function pagesMsOf(client: Client, ids: string[]): Promise<number[]> {
  return pLimit(4).map(ids, async (id) => {
    const { pages } = await client.document(id)
    return pages.reduce(
      (ms, { timings }) => ms + (timings?.decodeMs ?? 0) + (timings?.recognizeMs ?? 0),
      0,
    )
  })
}

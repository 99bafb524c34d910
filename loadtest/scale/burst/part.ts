import { setTimeout as pause } from 'node:timers/promises'
import pLimit from 'p-limit'
import { percentile } from '../../figures/percentile.ts'
import { type Client, openGlyphflow } from '../../system/glyphflow.ts'
import { processesOf } from '../measure/processes.ts'
import { toMiB, toTable } from '../measure/table.ts'
import { type Look, memoryByName } from './memory.ts'

export interface BurstOptions {
  print: (line: string) => void
  pictures: string[]
  uploads: number
  /** Clients that each upload one picture after the other. */
  clients: number
  /** Time for which memory is sampled after the last upload. */
  secondsAfter: number
}

const lookEveryMs = 1000

/** Uploads many pictures while the cores read pages; reports the answers' latency and the memory over time. */
export async function runBurst(options: BurstOptions) {
  const { print, pictures, uploads, clients, secondsAfter } = options
  const { client, pid, stop } = await openGlyphflow()
  try {
    const looks: Look[] = []
    const looking = new AbortController()
    const watched = watchMemory(pid, looks, looking.signal)
    // Keeps all cores busy before the burst.
    await uploadAll(client, pictures.slice(0, 8), 8)
    await pause(2000)
    const startedMs = performance.now()
    const queue = Array.from(
      { length: uploads },
      (_, index) => pictures[index % pictures.length] ?? '',
    )
    const answers = await uploadAll(client, queue, clients)
    const seconds = (performance.now() - startedMs) / 1000
    const lastUpload = looks.length
    await pause(secondsAfter * 1000)
    const { queuedPages } = await client.system()
    looking.abort()
    await watched

    print(`${uploads} uploads by ${clients} concurrent clients in ${seconds.toFixed(1)} s;`)
    print(`${queuedPages} pages still queued ${secondsAfter} s after the last`)
    const answerMs = [0.5, 0.99, 1].map((share) => percentile(answers, share).toFixed(0))
    print(toTable(['answers', 'p50 ms', 'p99', 'max'], [['202', ...answerMs]]))
    print(toTable(['RSS in MiB', ...memoryHeadings], toRows(looks, lastUpload)))
  } finally {
    await stop()
  }
}

const memoryHeadings = ['first', 'halfway through the burst', 'at its end', 'last', 'max']

function toRows(looks: Look[], lastUpload: number): string[][] {
  return [...memoryByName(looks)].map(([name, bytes]) => {
    const moments = [0, Math.floor(lastUpload / 2), lastUpload - 1, bytes.length - 1]
    const shown = moments.map((index) => bytes[index] ?? Number.NaN)
    return [name, ...[...shown, Math.max(...bytes)].map(toMiB)]
  })
}

/** Milliseconds until each upload was answered. */
function uploadAll(client: Client, pictures: string[], maxConcurrent: number): Promise<number[]> {
  return pLimit(maxConcurrent).map(pictures, async (picture) => {
    const startedMs = performance.now()
    await client.upload(picture)
    return performance.now() - startedMs
  })
}

async function watchMemory(pid: number, looks: Look[], signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    looks.push(await processesOf(pid))
    await pause(lookEveryMs, undefined, { signal }).catch(() => {})
  }
}

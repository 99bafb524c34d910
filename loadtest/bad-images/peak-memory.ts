import { setInterval as ticks } from 'node:timers/promises'
import { peakBytesOf } from '../engine/reader/usage/peak-memory.ts'
import type { Client } from '../system/glyphflow.ts'

/**
 * The most memory that any process of each service has ever had while `work` runs, in bytes by the
 * service's name: what it had between two looks at it as well. Without what the system does not tell.
 */
export async function peakMemory<T>(client: Client, work: Promise<T>) {
  const stop = new AbortController()
  const peaks = new Map<string, number>()
  const watching = (async () => {
    for await (const _ of ticks(100, undefined, stop)) {
      for (const { name, processes } of (await client.system()).services ?? []) {
        for (const { pid } of processes) {
          const bytes = await peakBytesOf(pid)
          if (bytes) peaks.set(name, Math.max(peaks.get(name) ?? 0, bytes))
        }
      }
    }
  })().catch((error) => {
    if (!stop.signal.aborted) throw error
  })
  const result = await work.finally(() => stop.abort())
  await watching
  return { result, peaks }
}

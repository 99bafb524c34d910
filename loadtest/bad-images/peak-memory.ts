import { setInterval as ticks } from 'node:timers/promises'
import { peakBytesOf } from '../engine/reader/usage/peak-memory.ts'
import type { Client } from '../system/glyphflow.ts'

/**
 * Runs `work` and measures the peak memory of any process of each service, in bytes by service name, including
 * peaks between two samples. Services whose memory the system does not report are absent.
 */
export async function peakMemory<T>(client: Client, work: Promise<T>) {
  const stop = new AbortController()
  const peaks = new Map<string, number>()
  const watching = (async () => {
    for await (const _ of ticks(100, undefined, stop)) {
      for (const { name, processes } of (await client.system()).services ?? []) {
        for (const { pid } of processes ?? []) {
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

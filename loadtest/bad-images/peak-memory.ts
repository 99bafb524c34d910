import { setInterval as ticks } from 'node:timers/promises'
import type { Client } from '../glyphflow.ts'

/** The largest resident set of any function's process while `work` runs, in bytes, and its service. */
export async function peakMemory<T>(client: Client, work: Promise<T>) {
  const stop = new AbortController()
  let peak = { bytes: 0, service: '' }
  const watching = (async () => {
    for await (const _ of ticks(100, undefined, stop)) {
      for (const { name, processes } of (await client.system()).services ?? []) {
        const bytes = Math.max(0, ...processes.map(({ rssBytes }) => rssBytes ?? 0))
        if (bytes > peak.bytes) peak = { bytes, service: name }
      }
    }
  })().catch((error) => {
    if (!stop.signal.aborted) throw error
  })
  const result = await work.finally(() => stop.abort())
  await watching
  return { result, peak }
}

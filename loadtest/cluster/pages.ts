import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { runClients, type Upload } from '../drill/load/clients.ts'
import type { Note } from '../drill/load/notes.ts'
import { readEndState } from '../drill/verdict/end-state.ts'
import { judge } from '../drill/verdict/verdict.ts'
import { monotonicMs } from '../figures/monotonic.ts'
import { characterErrorRate } from '../figures/score.ts'
import { pictures, truthOf } from '../pictures.ts'
import { followFeed } from '../system/change-feed.ts'

/** A label, which takes a tenth of a second to read. */
export const smallPage = join(import.meta.dirname, '../samples/label-jam.jpg')

/** Uploads of one real page each, drawn in turn from pictures with reference texts. */
export async function realPages(
  count: number,
  prefix: string,
  paths: string[] | Promise<string[]> = pictures(),
): Promise<Upload[]> {
  const samples = await paths
  return Array.from({ length: count }, (_, index) => {
    const sample = samples[index % samples.length] ?? ''
    const key = `${prefix}-${String(index + 1).padStart(4, '0')}`
    return { key, retries: true, pages: [{ image: readFileSync(sample), expected: { sample } }] }
  })
}

/** Times of a page, by the clock of `monotonicMs`. */
export interface PageTimes {
  acceptedMs: number
  endedMs: number | null
}

/** Uploads documents of one page, follows their ends, and judges the whole store. */
export function startLoad(url: string) {
  const closing = new AbortController()
  const notes: Note[] = []
  const ended = new Map<string, number>()
  const note = (each: Note) => void notes.push(each)

  async function follow(): Promise<void> {
    for await (const change of followFeed(url, 0, closing.signal)) {
      if (change.kind !== 'page' || change.status === 'queued') continue
      if (!ended.has(change.id)) ended.set(change.id, monotonicMs())
    }
  }
  void follow()

  const times = (): PageTimes[] =>
    notes.flatMap((each) =>
      each.note === 'acknowledged'
        ? [{ acceptedMs: each.to, endedMs: ended.get(each.id) ?? null }]
        : [],
    )

  return {
    times,
    /** Uploads by eight clients, spread evenly over `spreadMs`. */
    run: (uploads: Upload[], spreadMs = 0) =>
      runClients(uploads, spreadMs, Array(8).fill({ urls: [url], note }), closing.signal),
    /** Uploads that were not accepted at their first attempt. */
    repeatedUploads: () =>
      notes.filter((each) => each.note === 'acknowledged' && each.attempts > 1).length,
    /** Resolves with whether every accepted page ended within `ms`. */
    async drained(ms: number): Promise<boolean> {
      const until = monotonicMs() + ms
      const isDone = () => times().every(({ endedMs }) => endedMs !== null)
      while (!isDone() && monotonicMs() < until) await pause(200)
      return isDone()
    },
    /** Compares the whole store with the uploads: a page has the text of its own picture, the same at each reading. */
    async verdict() {
      const truths = new Map<string, string>()
      for (const path of [...(await pictures()), smallPage]) truths.set(path, await truthOf(path))
      const nearest = (text: string) =>
        [...truths]
          .map(([sample, truth]) => ({ sample, rate: characterErrorRate(text, truth) }))
          .reduce((best, each) => (each.rate < best.rate ? each : best)).sample
      const first = new Map<string, string>()
      return judge({
        notes,
        ...(await readEndState(url)),
        isTextOf(sample, text) {
          const known = first.get(sample)
          first.set(sample, known ?? text)
          return known === undefined
            ? truths.get(nearest(text)) === truths.get(sample)
            : text === known
        },
      })
    },
    stop: () => closing.abort(),
  }
}
export type Load = ReturnType<typeof startLoad>

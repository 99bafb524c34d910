import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import { percentile } from '../figures/percentile.ts'
import { createRandom } from '../make-samples/random.ts'

const path = join(import.meta.dirname, 'page-times.json')
const steps = 20

/** Measured work for real pages, decoding and recognition: quantiles at equal steps from the least to the most. */
const PageTimes = z.object({
  command: z.string(),
  machine: z.string(),
  pages: z.int().min(1),
  meanMs: z.number().positive(),
  quantilesMs: z.array(z.number().positive()).min(2),
})
export type PageTimes = z.infer<typeof PageTimes>

export function readPageTimes(): PageTimes {
  return PageTimes.parse(JSON.parse(readFileSync(path, 'utf8')))
}

export function toPageTimes(
  pagesMs: number[],
  about: Pick<PageTimes, 'command' | 'machine'>,
): PageTimes {
  const quantilesMs = Array.from({ length: steps + 1 }, (_, step) =>
    Math.round(percentile(pagesMs, step / steps)),
  )
  const meanMs = Math.round(pagesMs.reduce((sum, ms) => sum + ms, 0) / pagesMs.length)
  return { ...about, pages: pagesMs.length, meanMs, quantilesMs }
}

export function writePageTimes(times: PageTimes): void {
  writeFileSync(path, `${JSON.stringify(times, null, 2)}\n`)
}

/** Draws the work for pages from the measured distribution, linear between its quantiles; deterministic for a seed. */
export function createPageTimes({ quantilesMs }: PageTimes, seed: string): () => number {
  const random = createRandom(`work ${seed}`)
  return () => {
    const at = (random() / 2 ** 32) * (quantilesMs.length - 1)
    const below = Math.floor(at)
    const [from = 0, to = from] = quantilesMs.slice(below, below + 2)
    return from + (to - from) * (at - below)
  }
}

/** Mean of what `createPageTimes` draws, in ms. */
export function meanOf({ quantilesMs }: PageTimes): number {
  const pairs = quantilesMs.slice(1).map((ms, index) => (ms + (quantilesMs[index] ?? ms)) / 2)
  return pairs.reduce((sum, ms) => sum + ms, 0) / pairs.length
}

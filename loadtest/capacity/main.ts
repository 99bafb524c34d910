import { readFile } from 'node:fs/promises'
import { availableParallelism, loadavg } from 'node:os'
import { setTimeout as pause } from 'node:timers/promises'
import * as z from 'zod'
import { followChanges } from '../bench/follow-changes.ts'
import { runRound } from '../benchmark/round.ts'
import { listOf, positiveInt, print, readCommandLine } from '../command-line.ts'
import { monotonicMs } from '../figures/monotonic.ts'
import { percentile } from '../figures/percentile.ts'
import { createRandom } from '../make-samples/random.ts'
import { pictures } from '../pictures.ts'
import { toTable } from '../scale/measure/table.ts'
import { replicasAre } from '../scale/sleeping-system.ts'
import { openGlyphflow, uploadImages } from '../system/glyphflow.ts'
import { drawTimes } from './arrival-times.ts'

/**
 * npm run capacity -- [--replicas CORES] [--shares 25,50,75,90] [--seconds 120] [--count 60] [--seed 1]
 *   [FOLDER or LIST]
 *
 * Time from upload to text under load on this machine, with replicas that stay awake: first the capacity, pages per
 * second of --count real pages uploaded together, then uploads at shares of it in percent, each share for --seconds.
 * Uploads are a Poisson process (open model): slow texts do not slow them.
 */
const { options, positionals } = readCommandLine(
  z.object({
    replicas: positiveInt.default(availableParallelism()),
    shares: listOf(z.coerce.number().positive()).default([25, 50, 75, 90]),
    seconds: positiveInt.default(120),
    count: positiveInt.default(60),
    seed: z.string().default('1'),
  }),
  { allowPositionals: true },
)
const { replicas, shares, seconds, count, seed } = options
const all = await Promise.all((await pictures(positionals[0])).map((path) => readFile(path)))
const random = createRandom(`capacity ${seed}`)
const draw = () => all[random() % all.length] ?? new Uint8Array()
const system = await openGlyphflow(() => ({}), {
  ocr: { 'min-scale': replicas, 'max-scale': replicas },
  results: { 'min-scale': 1 },
})
const { client } = system
try {
  await replicasAre(client, 'ocr', replicas)
  await runRound(client, Array.from({ length: 4 * replicas }, draw), 0)
  const { tookMs } = await runRound(client, Array.from({ length: count }, draw), 0)
  const perSecond = (1000 * count) / tookMs
  print(`${replicas} replicas: ${perSecond.toFixed(2)} pages/s, load ${loadavg()[0]?.toFixed(1)}`)
  const rows: string[][] = []
  for (const share of shares) rows.push(await runShare(share, (perSecond * share) / 100))
  print(toTable(['of capacity', 'pages', 'pages/s', 'p50 s', 'p95', 'p99', 'load'], rows))
} finally {
  await system.stop()
}

/** Uploads at a rate, and waits for the texts. */
async function runShare(share: number, perSecond: number): Promise<string[]> {
  const endedMs = new Map<string, number>()
  const feed = await followChanges(client, ({ id }) => endedMs.set(id, monotonicMs()))
  const fromMs = monotonicMs()
  const uploads = drawTimes({ perSecond, seconds, seed: `${seed} ${share}` }).map(async (atMs) => {
    const image = draw()
    await pause(Math.max(fromMs + atMs - monotonicMs(), 0))
    const sentMs = monotonicMs()
    return { sentMs, id: await uploadImages(client.url, [image]) }
  })
  const sent = await Promise.all(uploads)
  while (!sent.every(({ id }) => endedMs.has(id))) await pause(100)
  await feed.close()
  const times = sent.map(({ id, sentMs }) => (endedMs.get(id) ?? Number.NaN) - sentMs)
  const figures = [0.5, 0.95, 0.99].map((each) => (percentile(times, each) / 1000).toFixed(2))
  const load = loadavg()[0]?.toFixed(1) ?? ''
  return [`${share}%`, `${sent.length}`, perSecond.toFixed(2), ...figures, load]
}

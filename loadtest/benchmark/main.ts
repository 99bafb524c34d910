import { writeFile } from 'node:fs/promises'
import { availableParallelism, loadavg } from 'node:os'
import * as z from 'zod'
import { flag, listOf, positiveInt, print, readCommandLine } from '../command-line.ts'
import { createRandom } from '../make-samples/random.ts'
import { pictures } from '../pictures.ts'
import { drawResults } from './picture.ts'
import { toResultTable, toSaving } from './print-results.ts'
import { type Result, type Round, toResult } from './result.ts'
import { pagesMsOf, runRound, savedMsOf } from './round.ts'
import { clusterBenchmark } from './stages/cluster.ts'
import { localBenchmark } from './stages/local.ts'
import type { Benchmark } from './stages/stage.ts'
import { stubBenchmark } from './stages/stub.ts'

/**
 * npm run benchmark -- [--count 100] [--replicas 1,2,…] [--seed 1] [--svg benchmark.svg] [--stub [--median 1000]]
 *   [--cluster] [FOLDER or LIST]
 *
 * The old system's benchmark: random images, once all together and once one every 200 ms, over increasing numbers of
 * replicas. By default with as many replicas as cores; --stub simulates the time of each page, for more replicas than
 * this machine has cores. --cluster runs on the cluster of KUBECONFIG, with the environment of npm run test:cluster.
 */
const { options, positionals } = readCommandLine(
  z.object({
    count: positiveInt.default(100),
    replicas: listOf(positiveInt).optional(),
    seed: z.string().default('1'),
    stub: flag,
    cluster: flag,
    median: positiveInt.default(1000),
    svg: z.string().default('benchmark.svg'),
  }),
  { allowPositionals: true },
)
const { count, seed, stub, cluster, median, svg } = options
const cores = Array.from({ length: availableParallelism() }, (_, index) => index + 1)
const replicas = options.replicas ?? (stub ? [1, 2, 3, 4, 5, 8, 16, 32, 64] : cores)

async function openBenchmark(): Promise<Benchmark> {
  if (stub) return stubBenchmark(seed, count, median)
  const all = await pictures(positionals[0])
  const random = createRandom(`benchmark ${seed}`)
  const drawn = Array.from({ length: count }, () => all[random() % all.length] ?? '')
  return cluster ? clusterBenchmark(drawn) : localBenchmark(drawn)
}

const benchmark = await openBenchmark()
const arrivalsMs = [0, 200]
const rounds: Round[] = []
/** Work for each image: the least of the rounds on the first number of replicas. */
let pagesMs = benchmark.pagesMs
print(`${count} random images${stub ? `, simulated, median ${median} ms` : ''}, seed ${seed}`)
try {
  for (const number of replicas) await runStage(number)
} finally {
  await benchmark.close?.()
}
const [together = [], apart = []] = arrivalsMs.map((everyMs) =>
  rounds.filter((round) => round.everyMs === everyMs).map((each) => toResult(each, pagesMs ?? [])),
)
printResults('All together', together)
printResults('One every 200 ms', apart)
print(
  'ideal: the shortest possible time of any schedule; in turn: of one that does not know in advance',
)
print('how long an image takes, and as saved: if images cannot begin before they are saved')
print('work: time in recognition if simulated, else CPU time')
await writeFile(svg, drawResults(together, apart))
print(`Drawn: ${svg}`)

function printResults(title: string, results: Result[]): void {
  print(`\n${title}`)
  print(toResultTable(results))
  const saving = toSaving(results)
  if (saving) print(saving)
}

async function runStage(number: number): Promise<void> {
  const stage = await benchmark.open(number)
  try {
    await runRound(stage.client, benchmark.warmUp, 0)
    for (const everyMs of arrivalsMs) {
      const before = await stage.workMs()
      const { ids, tookMs } = await runRound(stage.client, benchmark.images, everyMs)
      const after = await stage.workMs()
      if (benchmark.pagesMs === null && number === replicas[0]) {
        const measured = await pagesMsOf(stage.client, ids)
        pagesMs = measured.map((ms, index) => Math.min(ms, pagesMs?.[index] ?? ms))
      }
      const workMs = after && [...after].map(([id, ms]) => ms - (before?.get(id) ?? 0))
      const savedMs = await savedMsOf(stage.client, ids)
      rounds.push({ replicas: number, everyMs, tookMs, savedMs, workMs })
      const seconds = (tookMs / 1000).toFixed(1)
      const load = loadavg()[0]?.toFixed(1)
      print(`  ${number} replicas, one every ${everyMs} ms: ${seconds} s (load ${load})`)
    }
  } finally {
    await stage.close()
  }
}

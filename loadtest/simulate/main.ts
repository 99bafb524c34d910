import * as z from 'zod'
import {
  flag,
  listOf,
  nonNegativeInt,
  positiveInt,
  print,
  readCommandLine,
} from '../command-line.ts'
import { drawArrivals, shapes } from './arrivals.ts'
import { costOf, ocrPolicy, placesPerNode, replicasForPeak, workFactor } from './cluster.ts'
import { compareWithRuntime } from './compare.ts'
import { measurePageTimes } from './measure.ts'
import { createPageTimes, meanOf, readPageTimes, writePageTimes } from './page-times.ts'
import { printOutcome } from './print-outcome.ts'
import { simulateShares } from './shares-of-capacity.ts'
import { simulate } from './simulate.ts'

/**
 * npm run simulate -- [--pages 1000000] [--shape office|flat] [--from 0] [--to 24] [--batch 0]
 *                     [--readers 2] [--partitions 16] [--max REPLICAS] [--min 0]
 *                     [--node-start 90] [--node-idle 180] [--cold-start 2.2] [--seed 1]
 * npm run simulate -- --replicas 8 [--shares 25,50,75,90]
 * npm run simulate -- --runtime [--seed 1]
 * npm run simulate -- --measure [FOLDER or LIST]
 *
 * Simulates a day, or hours --from to --to of it, with so many pages a day on a cluster as infra/ makes it: waits,
 * evenness, machines, cost. --batch uploads as many pages together at the begin of each hour. Times are in s.
 * --replicas keeps a fixed number awake, and prints the times under shares of their capacity in percent.
 * --runtime compares the simulation with the local runtime under the same load, of a minute.
 * --measure reads real pages and writes page-times.json, from which the simulation draws the work for each page.
 */
const { options, positionals } = readCommandLine(
  z.object({
    pages: positiveInt.default(1_000_000),
    shape: z.enum(Object.keys(shapes) as (keyof typeof shapes)[]).default('office'),
    from: nonNegativeInt.default(0),
    to: positiveInt.default(24),
    batch: nonNegativeInt.default(0),
    readers: positiveInt.default(2),
    partitions: positiveInt.default(16),
    max: positiveInt.optional(),
    min: nonNegativeInt.default(0),
    'node-start': z.coerce.number().min(0).default(90),
    'node-idle': z.coerce.number().min(0).default(180),
    'cold-start': z.coerce.number().min(0).default(2.2),
    seed: z.string().default('1'),
    replicas: positiveInt.optional(),
    shares: listOf(z.coerce.number().positive()).default([25, 50, 75, 90]),
    runtime: flag,
    measure: flag,
  }),
  { allowPositionals: true },
)
const { seed } = options

if (options.measure) {
  const times = await measurePageTimes(positionals[0])
  writePageTimes(times)
  print(JSON.stringify(times))
} else if (options.runtime) {
  print(await compareWithRuntime(seed))
} else if (options.replicas) {
  print(await simulateShares(options.replicas, options.shares, seed))
} else {
  await simulateCluster()
}

async function simulateCluster(): Promise<void> {
  const { pages, shape, from, to, batch, readers, partitions } = options
  const times = readPageTimes()
  const drawMs = createPageTimes(times, seed)
  const meanMs = meanOf(times) * workFactor
  const maxScale = options.max ?? replicasForPeak(pages, shape, meanMs)
  const startedMs = performance.now()
  const outcome = simulate({
    arrivals: drawArrivals({
      ...{ pagesPerDay: pages, shape, from, to, batch, seed },
      drawWorkMs: () => drawMs() * workFactor,
    }),
    policy: await ocrPolicy(maxScale, options.min),
    ...{ readers, partitions, seed, decideEveryMs: 2000 },
    coldStartMs: options['cold-start'] * 1000,
    nodes: {
      ...{ basePlaces: 1, placesPerNode, maxNodes: Math.ceil(maxScale / placesPerNode) },
      ...{ startMs: options['node-start'] * 1000, idleMs: options['node-idle'] * 1000 },
    },
  })
  print(`${pages} pages a day, ${shape}, hours ${from} to ${to}, ${readers} readers of`)
  print(
    `${partitions} partitions, at most ${maxScale} replicas; a page takes ${meanMs.toFixed(0)} ms of`,
  )
  print(`a machine's core on average (${times.pages} pages: ${times.machine})`)
  printOutcome(print, outcome, costOf(outcome, to - from))
  print(`Simulated in ${((performance.now() - startedMs) / 1000).toFixed(1)} s`)
}

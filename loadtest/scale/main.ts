import { join } from 'node:path'
import * as z from 'zod'
import { listOf, positiveInt, print, readCommandLine } from '../command-line.ts'
import { pictures } from '../pictures.ts'
import { runBurst } from './burst/part.ts'
import { runColdStart } from './cold-start/part.ts'
import { runDay } from './day/part.ts'
import { runEven } from './even/part.ts'
import { runLanes } from './lanes/part.ts'
import { runRealPages } from './real-pages/part.ts'
import { runRest } from './rest/part.ts'
import { runTelemetry } from './telemetry/part.ts'

/**
 * npm run bench:scale -- [a b c d e f g h] [--count 60] [--replicas 1,2,4,…] [--seconds 18] [--times 20] [--pages 1000]
 *   [--seed 1]
 *
 *   a  real pages on one and on two replicas, beside bare tesseract.js
 *   b  stub pages of skewed length on up to 64 replicas
 *   c  from zero replicas to a text, by phase
 *   d  a day in a minute; writes docs/scaling.svg
 *   e  memory and CPU at rest
 *   f  a burst of uploads while pages are read
 *   g  all telemetry on beside all off: cold starts, CPU, memory
 *   h  a PDF of --pages pages, alone and beside single pictures
 */
const { options, positionals } = readCommandLine(
  z.object({
    count: positiveInt.default(60),
    replicas: listOf(positiveInt).default([1, 2, 4, 8, 16, 32, 64]),
    seconds: positiveInt.default(18),
    times: positiveInt.default(20),
    uploads: positiveInt.default(2000),
    pages: positiveInt.default(1000),
    seed: z.string().default('1'),
  }),
  { allowPositionals: true },
)
const { seed } = options
const chosen = (await pictures()).slice(0, options.count)

const parts = {
  a: () => runRealPages({ print, pictures: chosen }),
  b: () =>
    runEven({
      ...{ print, seed, replicas: options.replicas },
      medianMs: 600,
      secondsEach: options.seconds,
    }),
  c: () => runColdStart({ print, times: options.times }),
  d: () =>
    runDay({
      ...{ print, seed, medianMs: 300, maxScale: 8 },
      svg: join(import.meta.dirname, '../../docs/scaling.svg'),
    }),
  e: () => runRest({ print, seconds: 30, picture: chosen[0] ?? '' }),
  f: () =>
    runBurst({
      ...{ print, uploads: options.uploads },
      pictures: chosen,
      clients: 16,
      secondsAfter: 30,
    }),
  g: () => runTelemetry({ print, times: options.times, rounds: 10, pictures: chosen.slice(0, 10) }),
  h: () => runLanes({ print, pictures: chosen, pages: options.pages, everyMs: 5000 }),
}
const all = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'] as const
const letters = z.array(z.enum(all)).parse(positionals)
for (const letter of letters.length > 0 ? letters : all) {
  await parts[letter]()
}

import * as z from 'zod'
import { flag, listOf, positiveInt, print, readCommandLine } from '../command-line.ts'
import { englishData } from '../english.ts'
import { median } from '../figures/median.ts'
import { percentile } from '../figures/percentile.ts'
import { pictures } from '../pictures.ts'
import { openBare, openNative, openPipeline, type Party, type PipelineParty } from './parties.ts'
import { ratios } from './ratios.ts'

/**
 * npm run bench -- [--count 24] [--rounds 3] [--engines libtesseract,tesseract.js] [--looks on|off|both]
 *   [--awake] [--bare] [--one-by-one] [FOLDER or LIST]
 *
 * Compares the whole pipeline, the native command and, with --bare, tesseract.js alone, on the same pictures
 * with the same model, two at a time. The parties alternate in each round, so that noise of the machine affects
 * all of them. Ratios are pages per second, relative to the command if it is installed.
 *
 *   --awake       replicas stay up between batches, as in the middle of a long job, and parties alternate every
 *                 20 pictures; without it a pipeline scales to zero between rounds, and each includes its start
 *   --one-by-one  each pipeline reads the pictures once more, one page at a time: its own latency, and error rates
 */
const { options, positionals } = readCommandLine(
  z.object({
    count: positiveInt.default(24),
    rounds: positiveInt.default(3),
    engines: listOf(z.enum(['auto', 'libtesseract', 'tesseract.js'])).default(['auto']),
    looks: z.enum(['on', 'off', 'both']).default('on'),
    ...{ awake: flag, bare: flag, 'one-by-one': flag },
  }),
  { allowPositionals: true },
)
const { engines, awake } = options
const looks = { on: [true], off: [false], both: [false, true] }[options.looks]
const chosen = (await pictures(positionals[0])).slice(0, options.count)
/** Pictures per batch: half a minute, in which the noise of the machine stays the same. */
const awakeBatch = 20

const native = openNative()
const parties: Party[] = native ? [native] : []
const pipelines: PipelineParty[] = []
try {
  if (options.bare) parties.push(await openBare())
  for (const engine of engines) {
    for (const secondLooks of looks) {
      const pipeline = await openPipeline({ engine, secondLooks, awake })
      pipelines.push(pipeline)
      parties.push(pipeline)
    }
  }
  const { model } = englishData(process.env.TESSDATA_DIR)
  print(`${chosen.length} pictures, ${options.rounds} rounds, two at a time, model: ${model}`)
  if (!native) print('Skipped the tesseract command: it, or its model, is not installed.')
  for (const party of parties) await party.time(chosen.slice(0, 4))
  for (const { seen } of pipelines) Object.assign(seen, { looks: 0, idle: 0 })

  const batches = options.awake ? inBatches(chosen, awakeBatch) : [chosen]
  const rounds: number[][] = []
  for (let round = 1; round <= options.rounds; round += 1) {
    const seconds = parties.map(() => 0)
    for (const batch of batches) {
      for (const [index, party] of parties.entries()) {
        seconds[index] = (seconds[index] ?? 0) + (await party.time(batch))
      }
    }
    rounds.push(seconds)
    print(
      `round ${round}, s a page: ${seconds.map((s) => (s / chosen.length).toFixed(3)).join(' ')}`,
    )
  }
  print()
  print(`pages per second, × ${parties[0]?.name}: median of the rounds (each round)`)
  for (const [index, { name }] of parties.entries()) {
    print(`  ${name.padEnd(38)} ${ratios(rounds, index)}`)
  }
  for (const { name, seen } of pipelines) {
    print(`${name}: a replica was idle while a page waited: ${seen.idle} of ${seen.looks} samples`)
  }
  if (options['one-by-one']) {
    for (const pipeline of pipelines) await printOneByOne(pipeline)
  }
} finally {
  for (const party of parties) await party.close()
}

function inBatches<T>(items: T[], size: number): T[][] {
  const count = Math.ceil(items.length / size)
  return Array.from({ length: count }, (_, batch) => items.slice(batch * size, (batch + 1) * size))
}

async function printOneByOne({ name, readOneByOne }: PipelineParty) {
  const read = await readOneByOne(chosen)
  const own = read.map(({ ownMs }) => ownMs)
  const ms = [0.5, 0.9, 1].map((share) => percentile(own, share).toFixed(1))
  print()
  print(`${name}:`)
  print(`  own latency, one page at a time, from 202 to done, less decoding and recognition:`)
  print(`    median ${ms[0]} ms, 90% ${ms[1]} ms, max ${ms[2]} ms (${own.length} pages)`)
  const rates = read.map(({ errorRate }) => errorRate).filter((rate) => rate !== null)
  if (rates.length === 0) return
  const mean = rates.reduce((sum, rate) => sum + rate, 0) / rates.length
  const percent = [median(rates), mean].map((rate) => (100 * rate).toFixed(2))
  print(
    `  character error rate: median ${percent[0]}%, mean ${percent[1]}% (${rates.length} pages)`,
  )
}

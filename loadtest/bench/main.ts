import { parseArgs } from 'node:util'
import * as z from 'zod'
import { englishData } from '../english.ts'
import { median } from '../median.ts'
import { pictures } from '../pictures.ts'
import { openBare, openNative, openPipeline, type PipelineParty } from './parties.ts'
import { at, inOrder, ratios } from './ratios.ts'

/**
 * npm run bench -- [--count 24] [--rounds 3] [--engines libtesseract,tesseract.js] [--looks on|off|both]
 *   [--bare] [--one-by-one] [FOLDER or LIST]
 *
 * The whole pipeline and the native command, with --bare tesseract.js by itself as well, on the same pictures
 * with the same model, two at a time, one after the other in each round, so that a noisy machine is noisy for
 * all of them. Ratios are of pages a second, to the command where there is one. With --one-by-one each pipeline
 * reads them once more, a page at a time: its own share of the time, and the errors.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    count: { type: 'string', default: '24' },
    rounds: { type: 'string', default: '3' },
    engines: { type: 'string', default: 'libtesseract' },
    looks: { type: 'string', default: 'on' },
    bare: { type: 'boolean', default: false },
    'one-by-one': { type: 'boolean', default: false },
  },
})
const engines = z.array(z.enum(['libtesseract', 'tesseract.js'])).parse(values.engines.split(','))
const looks = { on: [true], off: [false], both: [false, true] }[
  z.enum(['on', 'off', 'both']).parse(values.looks)
]
const chosen = (await pictures(positionals[0])).slice(0, Number(values.count))
const print = (line = '') => process.stdout.write(`${line}\n`)

const pipelines: PipelineParty[] = []
for (const engine of engines) {
  for (const secondLooks of looks) pipelines.push(await openPipeline({ engine, secondLooks }))
}
const others = [openNative(), values.bare ? await openBare() : null].filter((party) => !!party)
const parties = [...others, ...pipelines]
const { model } = englishData(process.env.TESSDATA_DIR)
print(`${chosen.length} pictures, ${values.rounds} rounds, two at a time, model: ${model}`)

try {
  for (const party of parties) await party.time(chosen.slice(0, 4))
  const rounds: number[][] = []
  for (let round = 1; round <= Number(values.rounds); round += 1) {
    const seconds: number[] = []
    for (const party of parties) seconds.push(await party.time(chosen))
    rounds.push(seconds)
    print(
      `round ${round}, s a page: ${seconds.map((s) => (s / chosen.length).toFixed(3)).join(' ')}`,
    )
  }
  print()
  print(`pages a second, × ${parties[0]?.name}: median of the rounds, and each`)
  for (const [index, { name }] of parties.entries()) {
    print(`  ${name.padEnd(38)} ${ratios(rounds, index)}`)
  }
  if (values['one-by-one']) {
    for (const pipeline of pipelines) await printOneByOne(pipeline)
  }
} finally {
  for (const party of parties) await party.close()
}

async function printOneByOne({ name, seen, readOneByOne }: PipelineParty) {
  const read = await readOneByOne(chosen)
  const own = inOrder(read.map(({ ownMs }) => ownMs))
  const ms = [0.5, 0.9, 1].map((share) => at(own, share).toFixed(1))
  print()
  print(`${name}:`)
  print(`  a replica was free while a page waited: ${seen.idle} of ${seen.looks} looks`)
  print(`  its own time, one page at a time, 202 to done less decoding and recognising:`)
  print(`    median ${ms[0]} ms, 90% ${ms[1]} ms, most ${ms[2]} ms (${own.length} pages)`)
  const rates = inOrder(read.map(({ errorRate }) => errorRate).filter((rate) => rate !== null))
  if (rates.length === 0) return
  const mean = rates.reduce((sum, rate) => sum + rate, 0) / rates.length
  const percent = [median(rates), mean].map((rate) => (100 * rate).toFixed(2))
  print(
    `  characters read wrong: median ${percent[0]}%, mean ${percent[1]}% (${rates.length} pages)`,
  )
}

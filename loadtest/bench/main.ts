import { parseArgs } from 'node:util'
import { englishData } from '../english.ts'
import { createClient, startGlyphflow, temporaryFolder } from '../glyphflow.ts'
import { pictures } from '../pictures.ts'
import { openBareTesseractJs } from './bare-tesseract-js.ts'
import { nativeVersion, timeNative } from './native.ts'
import { countIdle, readOneByOne, timePipeline } from './pipeline.ts'

/**
 * npm run bench -- [--count 24] [--rounds 3] [FOLDER or LIST]
 *
 * The whole pipeline, bare tesseract.js and the native command on the same pictures with the same model,
 * one after the other in each round, so that a noisy machine is noisy for all of them.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    count: { type: 'string', default: '24' },
    rounds: { type: 'string', default: '3' },
  },
})
const chosen = (await pictures(positionals[0])).slice(0, Number(values.count))
const data = englishData(process.env.TESSDATA_DIR)
const native = data.gzip ? null : nativeVersion()
const print = (line = '') => process.stdout.write(`${line}\n`)

print(`${chosen.length} pictures, ${values.rounds} rounds, two at a time, model: ${data.model}`)
if (!native) print('The native command is left out: it, or its model, is not installed.')
const folder = await temporaryFolder()
const glyphflow = await startGlyphflow(folder.path, { TESSDATA_DIR: data.gzip ? '' : data.folder })
const client = createClient(glyphflow.url)
const bare = await openBareTesseractJs(data)

const rounds: { pipeline: number; bare: number; native: number | null }[] = []
let looks = 0
let idle = 0
try {
  const warm = chosen.slice(0, 4)
  await timePipeline(client, warm)
  await bare.time(warm)
  for (let round = 1; round <= Number(values.rounds); round += 1) {
    const pipeline = await countIdle(client, timePipeline(client, chosen))
    looks += pipeline.looks
    idle += pipeline.idle
    const figures = {
      pipeline: pipeline.result,
      bare: await bare.time(chosen),
      native: native ? await timeNative(chosen, 2, data.folder) : null,
    }
    rounds.push(figures)
    const cells = Object.entries(figures).map(
      ([name, s]) => `${name} ${s === null ? '–' : (chosen.length / s).toFixed(3)}`,
    )
    print(`round ${round}, pages/s: ${cells.join('   ')}`)
  }
  print()
  print('median of the rounds’ ratios, pages/s')
  print(`  pipeline / bare tesseract.js   ${ratio(({ bare, pipeline }) => bare / pipeline)}`)
  if (native) {
    print(`  pipeline / native command      ${ratio((r) => (r.native ?? Number.NaN) / r.pipeline)}`)
    print(`  bare tesseract.js / native     ${ratio((r) => (r.native ?? Number.NaN) / r.bare)}`)
  }
  print(`a replica was free while a page waited: ${idle} of ${looks} looks`)
  print()
  const read = await readOneByOne(client, chosen)
  const own = sorted(read.map(({ ownMs }) => ownMs))
  print('own time of the pipeline, one page at a time, 202 to done less decoding and recognising:')
  const ms = [0.5, 0.9, 1].map((share) => at(own, share).toFixed(1))
  print(`  median ${ms[0]} ms, 90% ${ms[1]} ms, most ${ms[2]} ms (${own.length} pages)`)
  const rates = sorted(read.map(({ errorRate }) => errorRate).filter((rate) => rate !== null))
  if (rates.length > 0) {
    const mean = rates.reduce((sum, rate) => sum + rate, 0) / rates.length
    const percent = [at(rates, 0.5), mean].map((rate) => (100 * rate).toFixed(2))
    print(
      `characters read wrong: median ${percent[0]}%, mean ${percent[1]}% (${rates.length} pages)`,
    )
  }
} finally {
  await bare.close()
  await glyphflow.stop()
  await folder.remove()
}

function sorted(values: number[]): number[] {
  return values.toSorted((a, b) => a - b)
}

/** The value below which a share of the sorted ones is. */
function at(values: number[], share: number): number {
  return values[Math.floor(share * (values.length - 1))] ?? Number.NaN
}

function ratio(of: (round: (typeof rounds)[number]) => number): string {
  const ratios = sorted(rounds.map(of))
  const all = ratios.map((value) => value.toFixed(3)).join(', ')
  return `${at(ratios, 0.5).toFixed(3)}   (${all})`
}

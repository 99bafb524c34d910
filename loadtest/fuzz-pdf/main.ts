import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod'
import { bombs } from '../../functions/shared/pdf/bombs.fixture.ts'
import { pdfOf } from '../../functions/shared/pdf/pdf.fixture.ts'
import { nonNegativeInt, positiveInt, print, readCommandLine } from '../command-line.ts'
import { createRandom } from '../make-samples/random.ts'
import { mutate } from './mutate.ts'
import { type Outcome, tryPdf } from './try-pdf.ts'

/**
 * npm run fuzz:pdf [-- --count N] [--seed S] [--from NUMBER] [--memory MB] [--keep FOLDER] [FILE…]
 *
 * Opens PDFs that are designed to break PDFium: bombs, and broken copies of good ones, of FILEs or of its own. Keeps
 * each that has no answer, ends with an unexpected error or takes too much memory, and prints its seed; the exit code
 * is 1 if there are any.
 */
const Options = z.object({
  count: positiveInt.default(500),
  seed: z.string().regex(/^\w+$/, 'letters and digits').default('1'),
  from: nonNegativeInt.default(0),
  memory: positiveInt.default(512),
  keep: z.string().min(1).default('fuzz-findings'),
})
const { options, positionals } = readCommandLine(Options, { allowPositionals: true })
const { count, seed, from, memory, keep } = options
const maxPages = 2000
/** Opening and two pages, on a busy machine. */
const maxMs = 120_000

const scan = await readFile(join(import.meta.dirname, '../samples/label-jam.jpg'))
const own = [
  pdfOf([{ lines: ['A page of text', 'and another line'] }, { lines: ['Page two'] }]),
  pdfOf([{ size: [200, 150], jpeg: { bytes: scan, width: 598, height: 473 } }]),
  pdfOf(Array.from({ length: 40 }, (_, n) => ({ lines: [`Page ${n}`], entries: '/Rotate 90' }))),
  pdfOf([{ lines: ['Secret'] }], ''),
]
const good = [...own, ...(await Promise.all(positionals.map((path) => readFile(path))))]

await mkdir(keep, { recursive: true })
const tally = new Map<string, number>()
let [findings, peakBytes, longestMs] = [0, 0, 0]

async function judge(name: string, pdf: Buffer) {
  const outcome = await tryPdf(pdf, maxPages)
  tally.set(outcome.how, (tally.get(outcome.how) ?? 0) + 1)
  peakBytes = Math.max(peakBytes, outcome.peakBytes)
  longestMs = Math.max(longestMs, outcome.ms)
  const wrong = faultOf(outcome)
  if (!wrong) return
  findings += 1
  const path = join(keep, `${name.replaceAll(/\W+/g, '-')}.pdf`)
  await writeFile(path, pdf)
  print(`${name}: ${wrong}, kept as ${path}`)
}

function faultOf({ how, isExpected, ms, peakBytes }: Outcome): string | null {
  if (!isExpected) return `an unexpected error: ${how}`
  if (ms > maxMs) return `no answer within ${Math.round(ms)} ms`
  return peakBytes > memory * 1024 * 1024 ? `${Math.round(peakBytes / 1024 / 1024)} MiB` : null
}

for (const [name, make] of Object.entries(bombs)) await judge(name, make())
for (let number = from; number < from + count; number += 1) {
  const random = createRandom(`${seed}-${number}`)
  const { pdf, how } = mutate(good[random() % good.length] ?? Buffer.alloc(0), random)
  await judge(`${seed}-${number} ${how}`, pdf)
}
for (const [how, times] of tally) print(`${times} ${how}`)
print(`peak ${Math.round(peakBytes / 1024 / 1024)} MiB, longest ${Math.round(longestMs)} ms`)
print(`${findings} findings in ${count} broken PDFs and ${Object.keys(bombs).length} bombs`)
if (findings === 0) await rm(keep, { recursive: true })
process.exitCode = findings === 0 ? 0 : 1

import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { print } from '../command-line.ts'
import { picturesIn } from '../pictures.ts'
import { type FuzzedProcess, startFuzzedProcess } from './fuzzed-process.ts'
import { hostilePicture } from './hostile-picture.ts'
import { type Ending, judge } from './judge.ts'
import { readOptions } from './options.ts'
import { createTally } from './tally.ts'

/**
 * npm run fuzz [-- --engine libtesseract|tesseract.js] [--count N] [--seed S] [--from NUMBER]
 *              [--deadline MS] [--memory MB] [--keep FOLDER] [--each]
 *
 * Reads pictures that are designed to break their reader, like the function ocr. Keeps each picture that crashes its
 * process, has no answer a second after its deadline, or takes too much memory, and prints its seed; the exit code is 1
 * if there are any.
 */
const options = readOptions(process.argv.slice(2))
const { engine, seed, from, count, deadlineMs } = options
/** Time for decoding, before the deadline starts, on a busy machine. */
const decodingMs = 2000
const env = { OCR_ENGINE: engine, PAGE_TIMEOUT_MS: `${deadlineMs}`, OCR_LANGUAGES: 'eng' }
const samples = await picturesIn(join(import.meta.dirname, '../samples'))

await mkdir(options.keep, { recursive: true })
const tally = createTally()
let reading: FuzzedProcess | undefined
let findings = 0
for (let number = from; number < from + count; number += 1) {
  const picture = await hostilePicture(`${seed}-${number}`, samples)
  const path = join(options.keep, `${engine}-${picture.seed}.picture`)
  await writeFile(path, picture.file)
  reading ??= await startFuzzedProcess(env)
  const ending = await reading.read(path, deadlineMs + decodingMs + 1000)
  if (options.each) print(`${picture.seed} ${JSON.stringify(ending)} ${picture.what}`)
  tally.note(ending, picture)

  const wrong = judge(ending, options)
  if (wrong) {
    findings += 1
    print(`${picture.seed}: ${wrong}; ${picture.what}, kept as ${path}`)
  } else {
    await rm(path)
  }
  if (wrong || isOver(ending)) {
    await reading.close()
    reading = undefined
  }
}
await reading?.close()
for (const line of tally.lines()) print(line)
print(`${findings} findings in ${count} pictures`)
process.exitCode = findings === 0 ? 0 : 1

function isOver(ending: Ending): boolean {
  return ending.kind !== 'answered' || ending.isLast
}

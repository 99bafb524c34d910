import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from '../../scripts/build/build.ts'
import { writeFiles } from '../../scripts/build/write-files.ts'
import { print } from '../command-line.ts'
import { guardSet } from '../guard/guard-set.ts'
import { pictures } from '../pictures.ts'
import { temporaryFolder } from '../system/glyphflow.ts'
import { coldStarts } from './cold/cold-starts.ts'
import { coldTable } from './cold/parts.ts'
import { compareRuns } from './figures/compare.ts'
import { toGroupFigures } from './figures/figures.ts'
import { printFigures } from './figures/print-figures.ts'
import { anglesTable, changesTable, waysTable } from './figures/tables.ts'
import { runGuard, spread } from './guard/run-guard.ts'
import { makeLargestPictures } from './memory/largest-pictures.ts'
import { largestTable, measureLargest } from './memory/measure-largest.ts'
import { type Growth, growthTable, measureGrowth } from './memory/memory.ts'
import { readOptions } from './options.ts'
import { toPages } from './pages/page.ts'
import { readInTurns } from './pages/read-in-turns.ts'
import { turnedCopies } from './pages/turned-copies.ts'
import { openReaders } from './reader/open-readers.ts'
import { type Run, readRun } from './run.ts'

/**
 * npm run bench:engine -- [FOLDER or LIST] [--count N] [--engines libtesseract,tesseract.js,command]
 *   [--looks off|on|both] [--json FILE] [--compare FILE] [--cold 20] [--memory N] [--largest] [--turned]
 *   [--guard [--seed 1]]
 *
 * Measures time and error rates of each engine beside the native command; the readers alternate on every page.
 *
 *   --engines  tesseract.js@npm uses npm's model, as if the machine had no language data
 *   --looks    without second looks, with them, or both
 *   --compare  changes since the run that --json wrote to that file
 *   --cold     number of cold starts of each engine, timed by phase
 *   --memory   number of pages read by one process of each engine
 *   --largest  time and memory for about the largest accepted picture of each kind
 *   --turned   the pages upright and turned by up to 270 degrees, instead of the originals
 *   --guard    fails if a page is read worse than plainly; uses the pages of FOLDER, or drawn pages of every kind,
 *              different ones for each seed
 */
const options = readOptions(process.argv.slice(2))
const earlier = options.compare === undefined ? null : await readRun(options.compare)
const source = options.pictures ?? (options.guard ? await guardSet(options.seed) : undefined)
const all = await toPages(await pictures(source))
const { path: folder, remove } = await temporaryFolder()
try {
  const mains = {
    reader: await bundle(import.meta.dirname, 'reader'),
    ocr: await bundle(join(import.meta.dirname, '../../functions'), 'ocr'),
  }
  if (options.guard) await guardAll(mains.reader)
  else await measure(mains)
} finally {
  await remove()
}

async function guardAll(main: string): Promise<void> {
  const pages = spread(
    all.filter(({ truth }) => truth !== null),
    options.count,
  )
  const { results, isFine } = await runGuard(pages, options.engines, { folder, main, print })
  await save({ results })
  if (!isFine) process.exitCode = 1
}

async function measure(mains: { reader: string; ocr: string }): Promise<void> {
  const chosen = all.slice(0, options.count)
  const readers = await openReaders({
    ...{ choices: options.engines, secondLooks: options.looks },
    ...{ folder, main: mains.reader, print },
  })
  const infos = readers.map(({ info }) => info)
  const pages = options.turned ? await turnedCopies(chosen, join(folder, 'turned')) : chosen
  const kinds = new Set(infos.map(({ version, model }) => `${version} (${model} model)`))
  print(`${pages.length} pages; ${[...kinds].join(', ')}\n`)

  // Warm-up, not counted: compiled code is faster.
  await readInTurns(pages.slice(0, 2), readers)
  const readings = await readInTurns(pages, readers)
  const peaks = new Map(readers.map(({ info, peakBytes }) => [info.name, peakBytes()]))
  for (const { close } of readers) await close()
  const figures = toGroupFigures(readings, infos)
  if (options.turned) print([anglesTable(readings, infos), waysTable(readings)].join('\n'))
  else printFigures(print, { figures, readings, peaks })
  if (earlier) print(changesTable(compareRuns(earlier, { readings, readers: infos })))
  const run: Run & Record<string, unknown> = {
    ...{ at: new Date().toISOString(), readers: infos, peakBytes: Object.fromEntries(peaks) },
    ...{ figures, readings },
  }
  await save(run)

  const engines = readers.filter(({ choice }) => choice.engine !== 'command')
  const growths: Growth[] = []
  for (const { choice, info } of options.memory > 0 ? engines : []) {
    const how = { main: mains.reader, folder, secondLooks: info.secondLooks }
    growths.push(await measureGrowth(choice, how, pages, options.memory))
  }
  if (growths.length > 0) print(growthTable(growths, options.memory))

  const largest = options.largest ? await makeLargestPictures(join(folder, 'largest')) : []
  for (const { choice, info } of options.largest ? engines : []) {
    const how = { main: mains.reader, folder, secondLooks: info.secondLooks }
    print(largestTable(await measureLargest(choice, how, largest)))
  }

  const choices = [...new Set(engines.map(({ choice }) => choice))]
  const starts = await coldStarts({ choices, times: options.cold, folder, mains })
  if (options.cold > 0) print(coldTable(starts))

  await save({ growths, coldStarts: Object.fromEntries(starts), ...run })
}

/** Bundled like a replica's code. */
async function bundle(from: string, name: string): Promise<string> {
  const { files } = await build({ mains: { [name]: join(from, name, 'main.ts') }, web: null })
  await writeFiles(join(folder, name), files)
  return join(folder, name, name, 'main.mjs')
}

async function save(run: Record<string, unknown>): Promise<void> {
  if (options.json !== undefined) await writeFile(options.json, `${JSON.stringify(run, null, 1)}\n`)
}

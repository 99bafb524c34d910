import { join } from 'node:path'
import { loadBindings } from '../../../functions/ocr/engine/libtesseract/bindings.ts'
import { percentile } from '../../figures/percentile.ts'
import { toTable } from '../measure/table.ts'
import { type ColdStart, partNames, toParts } from './parts.ts'
import { type EngineName, startSleepy } from './sleepy-system.ts'

export interface ColdStartOptions {
  print: (line: string) => void
  times: number
}

const smallPage = join(import.meta.dirname, '../../samples/label-jam.jpg')

/**
 * Time from zero replicas of ocr and results to a small page's text, over HTTP with `Prefer: wait`; for tesseract.js
 * with npm's model and libtesseract, or for the engine in OCR_ENGINE.
 */
export async function runColdStart({ print, times }: ColdStartOptions) {
  const engines = enginesHere()
  print(`From no replica to a small page's text, ${times} times`)
  const systems: ({ engine: EngineName; times: Times[]; starts: ColdStart[] } & Sleepy)[] = []
  try {
    for (const engine of engines) {
      systems.push({ engine, times: [], starts: [], ...(await startSleepy(engine)) })
    }
    // Fills the compile cache, like the first page after an installation.
    for (const { read } of systems) await read(smallPage)
    for (let time = 0; time < times; time += 1) {
      await Promise.all(systems.map(({ asleep }) => asleep()))
      for (const system of systems) system.times.push(await system.read(smallPage))
    }
    await Promise.all(systems.map(({ asleep }) => asleep()))
    for (const system of systems) {
      const marks = await system.marks()
      system.starts = system.times.map((time) => ({ ...time, marks }))
    }
  } finally {
    await Promise.all(systems.map(({ stop }) => stop()))
  }
  const columns = systems.flatMap(({ starts }) => [figuresOf(starts, 0.5), figuresOf(starts, 0.95)])
  const rows = [...partNames, 'all'].map((name, row) => [
    name,
    ...columns.map((column) => column[row] ?? ''),
  ])
  print(toTable(['part', ...engines.flatMap((engine) => [`${engine}, p50 ms`, 'p95'])], rows))
}
type Sleepy = Awaited<ReturnType<typeof startSleepy>>
type Times = Omit<ColdStart, 'marks'>

function enginesHere(): EngineName[] {
  const { OCR_ENGINE } = process.env
  if (OCR_ENGINE === 'tesseract.js' || OCR_ENGINE === 'libtesseract') return [OCR_ENGINE]
  return loadBindings() ? ['tesseract.js', 'libtesseract'] : ['tesseract.js']
}

/** Percentiles of each phase and of the total. */
function figuresOf(starts: ColdStart[], share: number): string[] {
  const parts = starts.map(toParts)
  const each = partNames.map((name) => parts.map((start) => start.get(name) ?? 0))
  const totals = starts.map(({ fromMs, toMs }) => toMs - fromMs)
  return [...each, totals].map((values) => percentile(values, share).toFixed(0))
}

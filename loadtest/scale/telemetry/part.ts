import { join } from 'node:path'
import { percentile } from '../../figures/percentile.ts'
import { openGlyphflow } from '../../system/glyphflow.ts'
import { type ProcessUsage, processesOf, sumOf } from '../measure/processes.ts'
import { toMiB, toTable } from '../measure/table.ts'
import { asleep } from '../sleeping-system.ts'
import { startCollector } from './collector.ts'

export interface TelemetryOptions {
  print: (line: string) => void
  /** Cold starts of each. */
  times: number
  /** Rounds of pages of each. */
  rounds: number
  /** Pages of a round. */
  pictures: string[]
}

/** Knative's minimum. */
const window = '6s'
/** As docs/metrics.md advises. */
const scrapeMs = 5000
const smallPage = join(import.meta.dirname, '../../samples/label-jam.jpg')

/** Everything on, and everything off: cold starts, CPU a page and memory, measured in turn. */
export async function runTelemetry({ print, times, rounds, pictures }: TelemetryOptions) {
  const collector = await startCollector(scrapeMs)
  const off = await open({})
  const on = await open(collector.env)
  try {
    for (const { read } of [off, on]) await read(smallPage)
    for (let time = 0; time < times; time += 1) {
      await Promise.all([off, on].map(({ client }) => asleep(client)))
      for (const each of inTurn([off, on], time)) each.starts.push(await each.read(smallPage))
    }
    for (let round = 0; round < rounds; round += 1) {
      for (const each of inTurn([off, on], round)) await each.readPages(pictures)
    }
    print(`${times} cold starts and ${rounds} rounds of ${pictures.length} pages, in turn`)
    print(`${collector.scrapes()} scrapes`)
    print(toTable(['', 'off', 'on'], rowsOf(off, on)))
  } finally {
    await Promise.all([off, on].map(({ stop }) => stop()))
    collector.stop()
  }
}

/** The other one first in every second turn. */
function inTurn<T>(all: T[], turn: number): T[] {
  return turn % 2 === 0 ? all : all.toReversed()
}

type Measured = Awaited<ReturnType<typeof open>>

async function open(env: Record<string, string>) {
  const scales = { ocr: { window, 'max-scale': 1 }, results: { window } }
  const { client, pid, stop } = await openGlyphflow(() => env, scales)
  const starts: number[] = []
  const cpuSeconds: number[] = []
  const usages: ProcessUsage[][] = []

  async function read(picture: string): Promise<number> {
    const startedAt = performance.now()
    await client.read(picture)
    return performance.now() - startedAt
  }

  return {
    ...{ client, stop, starts, cpuSeconds, usages, read },
    /** Reads pages by processes that have read one before. */
    async readPages(pictures: string[]) {
      await read(smallPage)
      const before = sumOf(await processesOf(pid), 'cpuSeconds')
      for (const picture of pictures) await read(picture)
      const after = await processesOf(pid)
      usages.push(after)
      cpuSeconds.push((sumOf(after, 'cpuSeconds') - before) / pictures.length)
    },
  }
}

function rowsOf(off: Measured, on: Measured): string[][] {
  const row = (name: string, show: (of: Measured) => string) => [name, show(off), show(on)]
  /** Median over the rounds. */
  const pssOf = ({ usages }: Measured, service: string) => {
    const ofService = (all: ProcessUsage[]) => all.filter(({ name }) => name === service)
    const sizes = usages.map((all) => sumOf(ofService(all), 'pssBytes'))
    return toMiB(percentile(sizes, 0.5))
  }
  const median = (values: number[], digits: number) => percentile(values, 0.5).toFixed(digits)
  return [
    row('zero to text, p50 ms', ({ starts }) => median(starts, 0)),
    row('zero to text, p95 ms', ({ starts }) => percentile(starts, 0.95).toFixed(0)),
    row('CPU s a page, p50', ({ cpuSeconds }) => median(cpuSeconds, 4)),
    ...['runtime', 'gateway', 'ocr', 'results'].map((service) =>
      row(`${service}, PSS MiB`, (of) => pssOf(of, service)),
    ),
  ]
}

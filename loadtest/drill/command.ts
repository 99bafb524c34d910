import * as z from 'zod'
import { missingForKafka } from '../../scripts/servers/kafka/jars.ts'
import { findBinaries } from '../../scripts/servers/postgres/binaries.ts'
import { print } from '../command-line.ts'
import type { Options } from './options.ts'
import { type Act, planOneRuntime, planTwoRuntimes, variantsOf } from './plan.ts'
import { runScenario } from './scenario.ts'
import { type FaultKind, oneRuntime, type Topology, twoRuntimes } from './topology.ts'
import { toTable } from './verdict/table.ts'

const Over = z.literal('kafka,postgres', 'Expected --over to be kafka,postgres').optional()

/** Runs the drill; the exit code is 0 if it found no faults. */
export async function drillCommand(options: Options): Promise<number> {
  const { json, keep, seed, pages = 10_000, real, longest, overlaps } = options
  const over = Over.parse(options.over)
  const topology = over ? twoRuntimes : oneRuntime
  const kinds = chosenKinds(topology, options.faults)
  const rounds = options.rounds ?? (over ? variantsOf(topology, kinds).length : 0)
  if (over && rounds + overlaps === 0) {
    throw new Error('Expected --rounds or --overlaps to be more than 0')
  }
  const missing = over && (missingForKafka() ?? (findBinaries() ? null : 'a PostgreSQL from npm'))
  if (missing) {
    print(`Expected ${missing}`)
    return 2
  }
  const printLine = json ? () => {} : print
  const makePlan = over ? planTwoRuntimes : planOneRuntime
  const plan = makePlan({ seed, kinds, pages, rounds, overlaps, longestMs: longest * 1000 })
  printLine(`seed ${seed}: ${pages} stub pages, ${real} real ones`)
  for (const round of plan.parts.flatMap((part) => part.rounds)) {
    printLine('round')
    for (const act of round) printLine(`  ${toLine(act)}`)
  }
  const report = await runScenario({
    ...{ topology, plan, seed, kinds, keep },
    pages: { stub: pages, real },
    print: printLine,
  })
  print(json ? JSON.stringify(report) : toTable(report))
  const isComplete = process.env.CI !== 'true' || report.leftOut.length === 0
  return report.found.length === 0 && isComplete ? 0 : 1
}

/** The named kinds of faults, or all kinds of the topology. */
function chosenKinds({ faults }: Topology, names: string[] | undefined): FaultKind[] {
  const kinds = Object.keys(faults) as FaultKind[]
  return names === undefined ? kinds : z.array(z.enum(kinds)).parse(names)
}

function toLine({ atMs, hits }: Act): string {
  const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`
  const each = hits.map(
    ({ kind, variant, place, lastsMs }) => `${kind} ${variant} ${place} for ${seconds(lastsMs)}`,
  )
  return `at ${seconds(atMs)}  ${each.join(', ')}`
}

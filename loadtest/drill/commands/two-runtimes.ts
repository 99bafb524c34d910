import * as z from 'zod'
import { missingForKafka } from '../../../scripts/servers/kafka/jars.ts'
import { findBinaries } from '../../../scripts/servers/postgres/binaries.ts'
import { runTwoRuntimes } from '../two-runtimes/drill.ts'
import { type Act, type Kind, kinds, planActs, targets } from '../two-runtimes/plan.ts'
import { faultsFound, toTwoRuntimesTable } from '../two-runtimes/report.ts'

const count = z.coerce.number().int().min(0)
const Options = z.object({
  over: z.literal('kafka,postgres'),
  seed: z.string(),
  pages: z.coerce.number().int().min(1).default(10_000),
  real: count,
  faults: z
    .string()
    .default(kinds.join())
    .transform((names) => z.array(z.enum(kinds)).parse(names.split(','))),
  rounds: count.optional(),
  overlaps: count,
  longest: z.coerce.number().min(1),
  keep: z.boolean(),
  json: z.boolean(),
})
const HasActs = Options.refine(({ rounds = 1, overlaps }) => rounds + overlaps > 0, {
  error: 'Expected --rounds or --overlaps to be more than 0',
})

/** The drill over a real Kafka and a real PostgreSQL as the command line wants it; its exit code. */
export async function twoRuntimesCommand(
  values: unknown,
  print: (line: string) => void,
): Promise<number> {
  const { over: _, json, ...options } = HasActs.parse(values)
  const missing = missingForKafka() ?? (findBinaries() ? null : 'a PostgreSQL from npm')
  if (missing) {
    print(`Expected ${missing}`)
    return 2
  }
  const tell = json ? () => {} : print
  const { pages: stubPages, real: realPages, seed } = options
  const { singles, pairs } = planActs({
    ...{ seed, kinds: options.faults, longestMs: options.longest * 1000 },
    ...{ singles: options.rounds ?? targetsOf(options.faults), pairs: options.overlaps },
  })
  tell(`seed ${seed}: ${stubPages} stub pages, ${realPages} real ones`)
  for (const act of [...singles, ...pairs]) tell(`  ${toLine(act)}`)

  const report = await runTwoRuntimes({
    ...{ seed, stubPages, realPages, singles, pairs },
    keep: options.keep,
    print: tell,
  })
  print(json ? JSON.stringify(report) : toTwoRuntimesTable(report))
  return faultsFound(report).length > 0 ? 1 : 0
}

function targetsOf(chosen: Kind[]): number {
  return chosen.flatMap((kind) => [...targets[kind]]).length
}

function toLine(act: Act): string {
  return act
    .map(
      ({ kind, variant, place, lastsMs }) =>
        `${kind} ${variant} ${place} for ${(lastsMs / 1000).toFixed(1)} s`,
    )
    .join(', ')
}

import * as z from 'zod'
import { runDrill } from '../drill.ts'
import {
  type FaultKind,
  faultKinds,
  faultVariants,
  inBursts,
  planFaults,
  type Step,
} from '../plan.ts'
import { isGood } from '../verdict/report.ts'
import { toTable } from '../verdict/table.ts'

const Options = z.object({
  seed: z.string(),
  pages: z.coerce.number().int().min(1).default(10_000),
  real: z.coerce.number().int().min(0),
  faults: z
    .string()
    .default(faultKinds.join())
    .transform((names) => z.array(z.enum(faultKinds)).parse(names.split(','))),
  rounds: z.coerce.number().int().min(0).default(0),
  keep: z.boolean(),
  json: z.boolean(),
})
type Options = z.infer<typeof Options>

const burstCount = 5

/** The drill over what one machine has, as the command line wants it; its exit code. */
export async function oneRuntimeCommand(
  values: unknown,
  print: (line: string) => void,
): Promise<number> {
  const options = Options.parse(values)
  const { seed, pages, real, keep, json } = options
  const tell = json ? () => {} : print
  const isShort = options.rounds > 0
  const rounds = isShort ? shortRounds(options) : bursts(options)
  tell(`seed ${seed}: ${pages} stub pages, ${real} real ones`)
  for (const [index, { steps }] of rounds.entries()) {
    tell(`round ${index + 1}`)
    for (const step of steps) tell(`  ${toLine(step)}`)
  }
  const report = await runDrill({
    ...{ seed, kinds: options.faults, rounds, keep },
    deliveryTimeoutMs: deliveryTimeoutMs(isShort),
    settleMs: isShort ? 60_000 : 240_000,
    sleepsBetween: !isShort,
    print: tell,
  })
  print(json ? JSON.stringify(report) : toTable(report))
  const isComplete = process.env.CI !== 'true' || report.leftOut.length === 0
  return isGood(report) && isComplete ? 0 : 1
}

function toLine({ kind, variant, atMs, lastsMs }: Step): string {
  const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`
  return `at ${seconds(atMs)}  ${kind} ${variant} for ${seconds(lastsMs)}`
}

function deliveryTimeoutMs(isShort: boolean): number {
  return isShort ? 3000 : 10_000
}

/** Every variant at least once, and a fault for every 250 pages; replicas go to zero between the bursts. */
function bursts({ seed, faults, pages, real }: Options) {
  const variants = faults.flatMap((kind) => [...faultVariants[kind]])
  const count = Math.max(variants.length, Math.round(pages / 250))
  const share = (total: number) => Math.ceil(total / burstCount)
  const steps = planFaults({
    ...{ seed, kinds: faults, count, maxStopMs: 30_000, gapMs: [500, 5000] },
    deliveryTimeoutMs: deliveryTimeoutMs(false),
  })
  return inBursts(steps, burstCount).map((ofBurst) => ({
    stubPages: share(pages),
    realPages: share(real),
    steps: ofBurst,
  }))
}

/** One kind of fault each, in turns. */
function shortRounds({ seed, faults, pages, real, rounds }: Options) {
  return Array.from({ length: rounds }, (_, index) => {
    const kind: FaultKind = faults[index % faults.length] ?? 'kill'
    const share = (total: number) => Math.max(1, Math.round(total / rounds))
    return {
      stubPages: share(pages),
      realPages: real > index ? share(real) : 0,
      steps: planFaults({
        ...{ seed: `${seed} ${index}`, kinds: [kind], maxStopMs: 1500, gapMs: [200, 600] },
        count: Math.min(3, faultVariants[kind].length),
        deliveryTimeoutMs: deliveryTimeoutMs(true),
      }),
    }
  })
}

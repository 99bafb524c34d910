import { parseArgs } from 'node:util'
import * as z from 'zod'
import { runDrill } from './drill.ts'
import { runFlat } from './flat.ts'
import { measureHeldUp } from './held-up.ts'
import {
  type FaultKind,
  faultKinds,
  faultVariants,
  inBursts,
  planFaults,
  type Step,
} from './plan.ts'
import { isGood } from './report.ts'
import { toTable } from './table.ts'

/**
 * npm run drill -- [--seed N] [--pages 10000] [--real 200] [--faults kill,stop,…] [--rounds N]
 *                  [--keep] [--json]
 *
 * npm run drill -- --flat [--pages 100000]
 * npm run drill -- --held-up [--pages 200] [--rounds 3]
 *
 * Breaks the real thing while pages are uploaded, and tells what is lost, made up, twice or wrong; the exit
 * code says whether anything is, or is damaged, or ended or would not start without a cause. With --rounds
 * each round has pages of its own and one kind of fault, all of them short. --flat breaks nothing, and tells
 * how large store and log become, while documents stay and while they are deleted. --held-up tells how much
 * longer real pages take beside one that ends its replica at every attempt.
 */
const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    pages: { type: 'string' },
    flat: { type: 'boolean', default: false },
    'held-up': { type: 'boolean', default: false },
    real: { type: 'string', default: '200' },
    faults: { type: 'string', default: faultKinds.join() },
    rounds: { type: 'string', default: '0' },
    keep: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
})
const options = z
  .object({
    seed: z.string(),
    pages: z.coerce.number().int().min(1),
    real: z.coerce.number().int().min(0),
    faults: z.string().transform((names) => z.array(z.enum(faultKinds)).parse(names.split(','))),
    rounds: z.coerce.number().int().min(0),
  })
  .parse({ ...values, pages: values.pages ?? defaultPages() })
const burstCount = 5
const print = (line: string) => process.stdout.write(`${line}\n`)
const tell = values.json ? () => {} : print

if (values.flat) {
  let isFlat = true
  for (const deletes of [false, true]) {
    print(deletes ? 'documents are deleted' : 'documents stay')
    isFlat = (await runFlat({ pages: options.pages, deletes, print })) && isFlat
  }
  print(isFlat ? 'The log is flat.' : 'The log grows.')
  process.exit(isFlat ? 0 : 1)
}

if (values['held-up']) {
  const rounds = options.rounds || 3
  const ratio = await measureHeldUp({ pages: options.pages, rounds, print })
  print(`median ${ratio.toFixed(3)}`)
  process.exit(ratio <= 1.05 ? 0 : 1)
}

const isShort = options.rounds > 0
const deliveryTimeoutMs = isShort ? 3000 : 10_000
const rounds = isShort ? shortRounds() : bursts()

tell(`seed ${options.seed}: ${options.pages} stub pages, ${options.real} real ones`)
for (const [index, { steps }] of rounds.entries()) {
  tell(`round ${index + 1}`)
  for (const { kind, variant, atMs, lastsMs } of steps) {
    tell(
      `  at ${(atMs / 1000).toFixed(1)} s  ${kind} ${variant} for ${(lastsMs / 1000).toFixed(1)} s`,
    )
  }
}
const settleMs = isShort ? 60_000 : 240_000
const report = await runDrill({
  ...{ seed: options.seed, kinds: options.faults, rounds, deliveryTimeoutMs, settleMs },
  sleepsBetween: !isShort,
  keep: values.keep,
  print: tell,
})
print(values.json ? JSON.stringify(report) : toTable(report))
const isComplete = process.env.CI !== 'true' || report.leftOut.length === 0
process.exit(isGood(report) && isComplete ? 0 : 1)

function defaultPages(): number {
  if (values.flat) return 100_000
  return values['held-up'] ? 200 : 10_000
}

function plan(seed: string, kinds: FaultKind[], count: number): Step[] {
  const gapMs: [number, number] = isShort ? [200, 600] : [500, 5000]
  const maxStopMs = isShort ? 1500 : 30_000
  return planFaults({ seed, kinds, count, maxStopMs, deliveryTimeoutMs, gapMs })
}

/** Every variant at least once, and a fault for every 250 pages; replicas go to zero between the bursts. */
function bursts() {
  const variants = options.faults.flatMap((kind) => [...faultVariants[kind]])
  const count = Math.max(variants.length, Math.round(options.pages / 250))
  const share = (total: number) => Math.ceil(total / burstCount)
  return inBursts(plan(options.seed, options.faults, count), burstCount).map((steps) => ({
    stubPages: share(options.pages),
    realPages: share(options.real),
    steps,
  }))
}

function shortRounds() {
  return Array.from({ length: options.rounds }, (_, index) => {
    const kind = options.faults[index % options.faults.length] ?? 'kill'
    const share = (total: number) => Math.max(1, Math.round(total / options.rounds))
    return {
      stubPages: share(options.pages),
      realPages: options.real > index ? share(options.real) : 0,
      steps: plan(`${options.seed} ${index}`, [kind], Math.min(3, faultVariants[kind].length)),
    }
  })
}

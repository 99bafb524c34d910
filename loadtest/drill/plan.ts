import { createRandom } from '../make-samples/random.ts'
import { between, inTurns } from './chance.ts'

/** Every kind of fault with its variants; a drill goes through all of them before it repeats one. */
export const faultVariants = {
  kill: ['ocr', 'results', 'gateway', 'runtime'],
  stop: ['ocr', 'results', 'gateway', 'runtime'],
  cut: ['upload', 'answer'],
  answers: ['error', 'unavailable', 'hang', 'late', 'error-after', 'cut-answer', 'cut-body'],
  disk: ['full'],
  clock: ['+2d', '-2d'],
} as const
export type FaultKind = keyof typeof faultVariants
export const faultKinds = Object.keys(faultVariants) as FaultKind[]

/** One fault: begins so long after the plan does, and is ended by the driver. */
export interface Step {
  kind: FaultKind
  variant: string
  atMs: number
  lastsMs: number
}

export interface PlanOptions {
  seed: string
  kinds: FaultKind[]
  /** How many faults; every variant of the kinds comes before any comes again. */
  count: number
  /** Longest SIGSTOP. */
  maxStopMs: number
  /** A delivery's timeout: what hangs or is late goes on for longer. */
  deliveryTimeoutMs: number
  /** Between the end of a fault and the next one's beginning, shortest and longest. */
  gapMs: [number, number]
}

/** The same options give the same plan. One fault at a time, in an order drawn by the seed. */
export function planFaults(options: PlanOptions): Step[] {
  const random = createRandom(`plan ${options.seed}`)
  const all = options.kinds.flatMap((kind) =>
    faultVariants[kind].map((variant) => ({ kind, variant })),
  )
  let atMs = 0
  return inTurns(all, options.count, random).map(({ kind, variant }) => {
    atMs += between(random, ...options.gapMs)
    const lastsMs = between(random, ...durationOf(kind, variant, options))
    const step = { kind, variant, atMs, lastsMs }
    atMs += step.lastsMs
    return step
  })
}

/** The plan as so many, one after the other, each of which begins anew. */
export function inBursts(steps: Step[], bursts: number): Step[][] {
  const each = Math.ceil(steps.length / bursts)
  return Array.from({ length: bursts }, (_, burst) => {
    const own = steps.slice(burst * each, (burst + 1) * each)
    const before = steps[burst * each - 1]
    const fromMs = before ? before.atMs + before.lastsMs : 0
    return own.map((step) => ({ ...step, atMs: step.atMs - fromMs }))
  })
}

/** Shortest and longest, in ms. */
function durationOf(
  kind: FaultKind,
  variant: string,
  { maxStopMs, deliveryTimeoutMs }: PlanOptions,
): [number, number] {
  if (kind === 'kill') return [0, 300]
  if (kind === 'stop') return [1000, maxStopMs]
  if (variant === 'hang' || variant === 'late') return [deliveryTimeoutMs, deliveryTimeoutMs + 2000]
  return [1000, Math.min(maxStopMs, 3000)]
}

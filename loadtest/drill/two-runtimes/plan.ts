import { createRandom } from '../../make-samples/random.ts'
import { between, inTurns } from '../chance.ts'

/** Every kind of fault with whom it hits; a drill goes through all of them before it repeats one. */
export const targets = {
  kill: ['broker', 'postgres', 'runtime', 'gateway', 'ocr', 'results'],
  stop: ['broker', 'postgres', 'runtime', 'gateway', 'ocr', 'results'],
  cut: ['broker', 'postgres', 'gateway'],
  silence: ['broker', 'postgres', 'gateway'],
} as const
export type Kind = keyof typeof targets
export const kinds = Object.keys(targets) as Kind[]

export const brokerCount = 3
export const runtimeCount = 2

/** One fault. */
export interface Hit {
  kind: Kind
  variant: string
  /** Which of the brokers, or of which runtime; from 1. */
  place: number
  lastsMs: number
}

/** Whom it hits, and how. */
export function nameOf({ kind, variant, place }: Omit<Hit, 'kind' | 'lastsMs'> & { kind: string }) {
  return `${kind} ${variant} ${place}`
}

/** Faults that begin at once. */
export type Act = Hit[]

export interface PlanOptions {
  seed: string
  kinds: Kind[]
  /** How many acts of one fault, and then of two. */
  singles: number
  pairs: number
  /** How long a process is held, and connections are broken at most; half of it where two faults overlap. */
  longestMs: number
}

/** The same options give the same plan. Every target of the kinds comes before any comes again, in each part. */
export function planActs(options: PlanOptions): { singles: Act[]; pairs: Act[] } {
  const random = createRandom(`two runtimes ${options.seed}`)
  const all = options.kinds.flatMap((kind) => targets[kind].map((variant) => ({ kind, variant })))
  const draw = (count: number, longestMs: number) =>
    inTurns(all, count, random).map((hit) => ({
      ...hit,
      place: 1 + (random() % placesOf(hit.variant)),
      lastsMs: between(random, ...durationOf(hit.kind, longestMs)),
    }))
  const singles = draw(options.singles, options.longestMs)
  const halves = draw(2 * options.pairs, Math.round(options.longestMs / 2))
  return {
    singles: singles.map((hit) => [hit]),
    pairs: Array.from({ length: options.pairs }, (_, pair) =>
      apart(halves.slice(2 * pair, 2 * pair + 2)),
    ),
  }
}

/**
 * Two of the same broker, or of the same process, would be one, and without its runtime a process is gone as well:
 * the second goes to the next place, if there is one.
 */
function apart(act: Act): Act {
  const [first, second] = act
  if (!first || !second || !meet(first, second)) return act
  const places = placesOf(second.variant)
  return places === 1 ? [first] : [first, { ...second, place: 1 + (second.place % places) }]
}

function meet(a: Hit, b: Hit): boolean {
  const variants = [a.variant, b.variant]
  const isOfRuntime = variants.includes('runtime') && variants.every(isOfARuntime)
  return a.place === b.place && (a.variant === b.variant || isOfRuntime)
}

/** Whether it is one of the runtimes or of their functions' processes. */
export function isOfARuntime(variant: string): boolean {
  return !['broker', 'postgres'].includes(variant)
}

function placesOf(variant: string): number {
  if (variant === 'broker') return brokerCount
  return variant === 'postgres' ? 1 : runtimeCount
}

/** Shortest and longest. One that is killed is away for a moment; what its supervisor starts again, for less. */
function durationOf(kind: Kind, longestMs: number): [number, number] {
  if (kind === 'kill') return [0, Math.min(5000, longestMs)]
  return kind === 'stop' ? [longestMs, longestMs] : [Math.round(longestMs / 3), longestMs]
}

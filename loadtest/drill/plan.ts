import { createRandom } from '../make-samples/random.ts'
import { inTurns, integerBetween } from './chance.ts'
import {
  type FaultKind,
  isOnRuntime,
  type Longest,
  oneRuntime,
  placesOf,
  type Topology,
  twoRuntimes,
} from './topology.ts'

/** One planned fault. */
export interface Hit {
  kind: FaultKind
  variant: string
  /** Number of the broker or runtime, from 1. */
  place: number
  lastsMs: number
}

/** Faults that start together, `atMs` after the start of their round. */
export interface Act {
  atMs: number
  hits: Hit[]
}

/** Sequential acts, while a share of the pages is uploaded. */
export type Round = Act[]

/** Rounds, followed by a wait until all pages have ended. */
export interface Part {
  rounds: Round[]
  /** Whether two faults are active at the same time. */
  overlaps: boolean
}

export interface Plan {
  parts: Part[]
  deliveryTimeoutMs: number
  /** Maximum time for pages to end once no fault is active. */
  settleMs: number
  /** Whether each part but the first starts with ocr scaled to zero. */
  sleepsBetween: boolean
}

export interface PlanOptions {
  seed: string
  kinds: FaultKind[]
  pages: number
  rounds: number
  /** Rounds with two concurrent faults. */
  overlaps: number
  /** Maximum duration of a fault on two runtimes; half of it for overlapping faults. */
  longestMs: number
}

const burstCount = 5
const pagesOfAFault = 250

/**
 * Five bursts that contain every variant at least once, and one fault for every 250 pages. With `rounds`, each
 * round has short faults of one kind. Deterministic for equal options.
 */
export function planOneRuntime({ seed, kinds, pages, rounds }: PlanOptions): Plan {
  const topology = oneRuntime
  const isShort = rounds > 0
  const deliveryTimeoutMs = isShort ? 3000 : 10_000

  function shortRound(index: number): Round {
    const kind = kinds[index % kinds.length] ?? 'kill'
    return drawActs(Math.min(3, variantsOf(topology, [kind]).length), {
      ...{ topology, kinds: [kind], random: createRandom(`plan ${seed} ${index}`) },
      ...{ longest: { faultMs: 1500, deliveryTimeoutMs }, gapMs: [200, 600] },
    })
  }
  function bursts(): Round[] {
    const count = Math.max(variantsOf(topology, kinds).length, Math.round(pages / pagesOfAFault))
    const acts = drawActs(count, {
      ...{ topology, kinds, random: createRandom(`plan ${seed}`) },
      ...{ longest: { faultMs: 30_000, deliveryTimeoutMs }, gapMs: [500, 5000] },
    })
    return inBursts(acts, burstCount)
  }
  const each = isShort ? Array.from({ length: rounds }, (_, index) => shortRound(index)) : bursts()
  return {
    parts: each.map((round) => ({ rounds: [round], overlaps: false })),
    ...{ deliveryTimeoutMs, settleMs: isShort ? 60_000 : 240_000, sleepsBetween: !isShort },
  }
}

/** From readiness to the next fault. */
const calmMs = 5000

/**
 * Rounds of one fault, then of two concurrent faults; within each part every variant occurs before any repeats.
 * Deterministic for equal options.
 */
export function planTwoRuntimes(options: PlanOptions): Plan {
  const { seed, kinds, rounds, overlaps, longestMs } = options
  const random = createRandom(`two runtimes ${seed}`)
  // Enough for a real page on a machine that runs all the processes.
  const deliveryTimeoutMs = 15_000
  const draw = (count: number, faultMs: number) =>
    drawActs(count, {
      ...{ topology: twoRuntimes, kinds, random },
      ...{ longest: { faultMs, deliveryTimeoutMs }, gapMs: null },
    })
  const singles = draw(rounds, longestMs)
  const halves = draw(2 * overlaps, Math.round(longestMs / 2)).flatMap(({ hits }) => hits)
  const pairs = Array.from({ length: overlaps }, (_, pair) => ({
    ...{ atMs: calmMs, hits: apart(halves.slice(2 * pair, 2 * pair + 2)) },
  }))
  const parts = [
    { rounds: singles.map((act) => [act]), overlaps: false },
    { rounds: pairs.map((act) => [act]), overlaps: true },
  ]
  return {
    parts: parts.filter((part) => part.rounds.length > 0),
    ...{ deliveryTimeoutMs, settleMs: 240_000, sleepsBetween: false },
  }
}

/** All variants of the given kinds. */
export function variantsOf({ faults }: Topology, kinds: FaultKind[]) {
  return kinds.flatMap((kind) => (faults[kind] ?? []).map((variant) => ({ kind, variant })))
}

interface Drawn {
  topology: Topology
  kinds: FaultKind[]
  random: () => number
  longest: Longest
  /** Minimum and maximum gap between faults; null where each fault has its own round. */
  gapMs: [number, number] | null
}

function drawActs(count: number, { topology, kinds, random, longest, gapMs }: Drawn): Act[] {
  let endedMs = 0
  return inTurns(variantsOf(topology, kinds), count, random).map(({ kind, variant }) => {
    const atMs = gapMs ? endedMs + integerBetween(random, ...gapMs) : calmMs
    const places = placesOf(topology, variant)
    const place = topology.runtimes > 1 ? 1 + (random() % places) : 1
    const lastsMs = integerBetween(random, ...topology.durationOf(kind, variant, longest))
    endedMs = atMs + lastsMs
    return { atMs, hits: [{ kind, variant, place, lastsMs }] }
  })
}

/** Splits acts into bursts, with `atMs` relative to the start of each burst. */
function inBursts(acts: Act[], bursts: number): Round[] {
  const each = Math.ceil(acts.length / bursts)
  return Array.from({ length: bursts }, (_, burst) => {
    const fromMs = endOf(acts.slice(0, burst * each))
    const own = acts.slice(burst * each, (burst + 1) * each)
    return own.map((act) => ({ ...act, atMs: act.atMs - fromMs }))
  })
}

/** Earliest end of the last fault of a round. */
export function endOf(round: Round): number {
  const last = round.at(-1)
  return last ? last.atMs + Math.max(0, ...last.hits.map(({ lastsMs }) => lastsMs)) : 0
}

/**
 * Moves the second fault to the next place, if any, where the two would merge into one: both on the same broker or
 * process, or one on a runtime and the other on one of its processes.
 */
function apart(hits: Hit[]): Hit[] {
  const [first, second] = hits
  if (!first || !second || !conflict(first, second)) return hits
  const places = placesOf(twoRuntimes, second.variant)
  return places === 1 ? [first] : [first, { ...second, place: 1 + (second.place % places) }]
}

function conflict(a: Hit, b: Hit): boolean {
  const variants = [a.variant, b.variant]
  const isSameRuntime = variants.includes('runtime') && variants.every(isOnRuntime)
  return a.place === b.place && (a.variant === b.variant || isSameRuntime)
}

/** Fault with its target, for display. */
export function nameOf({ kind, variant, place }: Pick<Hit, 'kind' | 'variant' | 'place'>): string {
  return `${kind} ${variant} ${place}`
}

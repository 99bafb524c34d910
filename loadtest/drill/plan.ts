import { createRandom } from '../make-samples/random.ts'
import { between, inTurns } from './chance.ts'
import {
  type FaultKind,
  isOfARuntime,
  type Longest,
  oneRuntime,
  placesOf,
  type Topology,
  twoRuntimes,
} from './topology.ts'

/** One fault. */
export interface Hit {
  kind: FaultKind
  variant: string
  /** Which of the brokers, or of which runtime; from 1. */
  place: number
  lastsMs: number
}

/** Faults that begin at once, so long after their round does. */
export interface Act {
  atMs: number
  hits: Hit[]
}

/** Acts one after the other, while a share of the pages is uploaded. */
export type Round = Act[]

/** Rounds after which all pages end. */
export interface Part {
  rounds: Round[]
  /** Whether two faults are at work at once. */
  overlaps: boolean
}

export interface Plan {
  parts: Part[]
  deliveryTimeoutMs: number
  /** How long pages may take to end once no fault is at work. */
  settleMs: number
  /** Each part but the first begins when ocr has no replica. */
  sleepsBetween: boolean
}

export interface PlanOptions {
  seed: string
  kinds: FaultKind[]
  pages: number
  rounds: number
  /** Rounds with two faults at once. */
  overlaps: number
  /** How long one of two runtimes' faults is at work at most; half of it where two overlap. */
  longestMs: number
}

const burstCount = 5
const pagesOfAFault = 250

/**
 * Five bursts with every variant at least once, and a fault for every 250 pages. With `rounds` each has short faults
 * of one kind. The same options give the same plan.
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

/** Between the moment when all is ready and the next fault. */
const calmMs = 5000

/**
 * Rounds of one fault, and then of two at once, which come in each part all before one comes again. The same options
 * give the same plan.
 */
export function planTwoRuntimes(options: PlanOptions): Plan {
  const { seed, kinds, rounds, overlaps, longestMs } = options
  const random = createRandom(`two runtimes ${seed}`)
  // A real page may take as long as this on a machine that runs all of it.
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

/** Every variant of the kinds. */
export function variantsOf({ faults }: Topology, kinds: FaultKind[]) {
  return kinds.flatMap((kind) => (faults[kind] ?? []).map((variant) => ({ kind, variant })))
}

interface Drawn {
  topology: Topology
  kinds: FaultKind[]
  random: () => number
  longest: Longest
  /** From the end of a fault to the next, shortest and longest; null where each has a round of its own. */
  gapMs: [number, number] | null
}

function drawActs(count: number, { topology, kinds, random, longest, gapMs }: Drawn): Act[] {
  let endedMs = 0
  return inTurns(variantsOf(topology, kinds), count, random).map(({ kind, variant }) => {
    const atMs = gapMs ? endedMs + between(random, ...gapMs) : calmMs
    const places = placesOf(topology, variant)
    const place = topology.runtimes > 1 ? 1 + (random() % places) : 1
    const lastsMs = between(random, ...topology.durationOf(kind, variant, longest))
    endedMs = atMs + lastsMs
    return { atMs, hits: [{ kind, variant, place, lastsMs }] }
  })
}

/** Acts as so many bursts, each of which begins anew. */
function inBursts(acts: Act[], bursts: number): Round[] {
  const each = Math.ceil(acts.length / bursts)
  return Array.from({ length: bursts }, (_, burst) => {
    const fromMs = endOf(acts.slice(0, burst * each))
    const own = acts.slice(burst * each, (burst + 1) * each)
    return own.map((act) => ({ ...act, atMs: act.atMs - fromMs }))
  })
}

/** When the last fault of a round ends, at the earliest. */
export function endOf(round: Round): number {
  const last = round.at(-1)
  return last ? last.atMs + Math.max(0, ...last.hits.map(({ lastsMs }) => lastsMs)) : 0
}

/**
 * Two of the same broker, or of the same process, would be one, and without its runtime a process is gone as well:
 * the second goes to the next place, if there is one.
 */
function apart(hits: Hit[]): Hit[] {
  const [first, second] = hits
  if (!first || !second || !meet(first, second)) return hits
  const places = placesOf(twoRuntimes, second.variant)
  return places === 1 ? [first] : [first, { ...second, place: 1 + (second.place % places) }]
}

function meet(a: Hit, b: Hit): boolean {
  const variants = [a.variant, b.variant]
  const isOfRuntime = variants.includes('runtime') && variants.every(isOfARuntime)
  return a.place === b.place && (a.variant === b.variant || isOfRuntime)
}

/** Whom a fault hits, and how. */
export function nameOf({ kind, variant, place }: Pick<Hit, 'kind' | 'variant' | 'place'>): string {
  return `${kind} ${variant} ${place}`
}

import type { Disturbance, Injected } from '../faults/injector.ts'
import type { Note } from '../load/notes.ts'
import { appendedInDoubt } from '../repeated/appended-again.ts'
import type { CommittedAfter } from '../repeated/commits.ts'
import { type Handled, wasInHand } from '../repeated/in-hand.ts'
import { countRepetitions } from '../repeated/repetitions.ts'
import type { Delivery } from '../stub/delivery-journal.ts'
import type { Span } from '../watch/rebalances.ts'

/** A fault with the place that it hit. */
export type HitWindow = Injected<Disturbance & { place: number }>

export interface RepeatedOptions {
  faults: HitWindow[]
  /** When partitions of images-feed changed hands. */
  rebalances: Span[]
  notes: Note[]
  committedAfter: CommittedAfter
  deliveryTimeoutMs: number
  origin: number
}

/** From an answer to its commit, on a machine that does all this at once: what is open for longer need not be. */
const committedWithinMs = 2000
/** From a replica's note to the moment when its answer is sent, which no end of the replica takes back. */
const answeredWithinMs = 100
/** From being sent to being taken: it waits for a replica that has a real page. */
const takenWithinMs = 2000
/**
 * A member's session and a broker's, which are 10 s and 3 s here: after that others have taken over what a broker
 * led, or whoever needs it has left the group.
 */
const takeoverMs = 13_000

/**
 * Deliveries to ocr of events that had been delivered before; `deliveries` are those of each runtime. One is
 * explained where the one before was in hand, up to the commit that it was done,
 *
 *   when its replica was killed, or held until its timeout had passed,
 *   when its runtime was killed or held, which commits nothing then,
 *   when a broker went, up to when others have taken over, or came back, which takes the commit,
 *   or when partitions changed hands. Where nobody could see when they did, that is no more than at the
 *   beginning and at the end of that time.
 *
 * It is `appendedAgain` where it is not, and its upload was appended in doubt: one for each event.
 */
export function countRepeatedOfAll(deliveries: Delivery[][], options: RepeatedOptions) {
  const { faults, rebalances, notes, committedAfter, deliveryTimeoutMs, origin } = options
  const runtimeOf = new Map(
    deliveries.flatMap((own, index) => own.map((delivery) => [delivery, index + 1] as const)),
  )
  const inDoubt = appendedInDoubt(faults, notes)
  const changes = rebalances.flatMap(edgesOf)

  function doneAt({ event, answeredAt }: Delivery): number {
    if (answeredAt === null) return Number.POSITIVE_INFINITY
    const latest = answeredAt + committedWithinMs
    return Math.min(committedAfter(event, answeredAt) ?? latest, latest)
  }

  function isExplained(delivery: Delivery): boolean {
    const runtime = runtimeOf.get(delivery)
    const handled = { ...delivery, doneAt: doneAt(delivery) }
    return (
      faults.some((fault) => hits(fault, handled, runtime, deliveryTimeoutMs)) ||
      changes.some((span) => wasOpenDuring(handled, span))
    )
  }
  return countRepetitions(inOrder(deliveries), {
    isExplained,
    isAppendedAgain: (documentId) => inDoubt.has(documentId),
    origin,
  })
}

/** In which they were taken. */
export function inOrder(deliveries: Delivery[][]): Delivery[] {
  return deliveries.flat().sort((a, b) => a.takenAt - b.takenAt)
}

function hits(
  fault: HitWindow,
  delivery: Handled,
  runtime: number | undefined,
  deliveryTimeoutMs: number,
): boolean {
  const { variant, place, from } = fault
  if (variant === 'ocr') {
    const doneAt = (delivery.answeredAt ?? Number.POSITIVE_INFINITY) + answeredWithinMs
    return wasInHand({ ...delivery, doneAt }, fault, deliveryTimeoutMs)
  }
  if (variant === 'broker') return edgesOf(fault).some((edge) => wasOpenDuring(delivery, edge))
  // What it sends later is no more in hand than ever.
  return variant === 'runtime' && place === runtime && wasOpenDuring(delivery, { from, to: from })
}

/** The parts of a span in which something moves: its beginning, for as long as others take to take over, and its end. */
function edgesOf({ from, to }: Span): Span[] {
  return [
    { from, to: Math.min(from + takeoverMs, to) },
    { from: to, to },
  ]
}

/** Whether it may have been sent, and was not committed as done, at some time of a span. */
function wasOpenDuring({ takenAt, doneAt }: Handled, { from, to }: Span): boolean {
  return takenAt <= to + takenWithinMs && doneAt >= from
}

import type { Delivery } from '../delivery-journal.ts'
import type { Disturbance, Injected } from '../faults/injector.ts'
import { wasInHand } from '../in-hand.ts'
import type { Note } from '../notes.ts'
import { uploadsDuring } from '../repeated.ts'
import { countRepetitions } from '../repetitions.ts'
import type { Span } from './rebalances.ts'

/** A fault with the place that it hit. */
export type HitWindow = Injected<Disturbance & { place: number }>

export interface RepeatedOptions {
  faults: HitWindow[]
  /** When partitions of images-feed changed hands. */
  rebalances: Span[]
  notes: Note[]
  deliveryTimeoutMs: number
  origin: number
}

/** From an answer to the moment when the group's progress says so, on a busy machine. */
const committedWithinMs = 300
/** From being sent to being taken: it waits for a replica that has a real page. */
const takenWithinMs = 2000
/** Who appends, and what is appended to; and who knows what was. */
const appenders = ['gateway', 'runtime', 'broker', 'postgres']

/**
 * Deliveries to ocr of events that had been delivered before; `deliveries` are those of each runtime. One is
 * explained where the one before was in hand, up to the commit that it was done,
 *
 *   when its replica was killed, or held until its timeout had passed,
 *   when its runtime was killed or held, which commits nothing then,
 *   when a broker was away or held, which takes the commit,
 *   or when partitions changed hands.
 *
 * It is `appendedAgain` where its upload was under way during a fault of whoever has to do with appending.
 */
export function countRepeatedOfAll(deliveries: Delivery[][], options: RepeatedOptions) {
  const { faults, rebalances, notes, deliveryTimeoutMs, origin } = options
  const runtimeOf = new Map(
    deliveries.flatMap((own, index) => own.map((delivery) => [delivery, index + 1] as const)),
  )
  const hitAppends = faults.filter(({ variant }) => appenders.includes(variant))
  const brokenUploads = uploadsDuring(hitAppends, notes)

  function isExplained(delivery: Delivery): boolean {
    return (
      faults.some((fault) => hits(fault, delivery, runtimeOf.get(delivery), deliveryTimeoutMs)) ||
      rebalances.some((span) => wasOpenDuring(delivery, span))
    )
  }
  return countRepetitions(
    deliveries.flat().sort((a, b) => a.takenAt - b.takenAt),
    { isExplained, isAppendedAgain: (documentId) => brokenUploads.has(documentId), origin },
  )
}

function hits(
  fault: HitWindow,
  delivery: Delivery,
  runtime: number | undefined,
  deliveryTimeoutMs: number,
): boolean {
  const { variant, place, from } = fault
  if (variant === 'ocr') return wasInHand(delivery, fault, deliveryTimeoutMs)
  if (variant === 'broker') return wasOpenDuring(delivery, fault)
  // What it sends later is no more in hand than ever.
  return variant === 'runtime' && place === runtime && wasOpenDuring(delivery, { from, to: from })
}

/** Whether it may have been sent, and not been committed as done, at some time of a span. */
export function wasOpenDuring({ takenAt, answeredAt }: Delivery, { from, to }: Span): boolean {
  const doneAt = (answeredAt ?? Number.POSITIVE_INFINITY) + committedWithinMs
  return takenAt <= to + takenWithinMs && doneAt >= from
}

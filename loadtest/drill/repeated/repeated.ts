import type { Delivery } from '../../ocr/stub/delivery-journal.ts'
import type { FaultWindow } from '../faults/injector.ts'
import type { Note } from '../load/notes.ts'
import type { Span } from '../watch/rebalances.ts'
import { appendedInDoubt } from './appended-again.ts'
import type { CommittedAfter } from './commits.ts'
import { type Handled, holdsOf, waitedBehind, wasInHand } from './in-hand.ts'
import { countRepetitions, inOrder, type Repetitions } from './repetitions.ts'

export interface RepeatedOptions {
  faults: FaultWindow[]
  notes: Note[]
  /** Null where the log is embedded. */
  kafka: {
    committedAfter: CommittedAfter
    /** When partitions of images-feed changed hands. */
    rebalances: Span[]
  } | null
  deliveryTimeoutMs: number
  origin: number
}

/**
 * From a replica's note to the moment when its answer is sent, which no end of the replica takes back; and in the
 * embedded log until it is on disk.
 */
const answeredWithinMs = 100
/** From an answer to its commit, on a machine that does all this at once: what is open for longer need not be. */
const committedWithinMs = 2000
/** From being sent to being taken: it waits for a replica that has a real page. */
const takenWithinMs = 2000
/**
 * A member's session and a broker's, which are 10 s and 3 s here: after that others have taken over what a broker
 * led, or whoever needs it has left the group.
 */
const takeoverMs = 13_000

/**
 * Deliveries to ocr of events that had been delivered before; `deliveries` are those of each runtime. One is
 * explained where the one before was answered badly on purpose, or waited behind such ones for too long, or was in
 * hand, up to the moment when the log has that it was done,
 *
 *   when its replica was killed, or held until its timeout had passed,
 *   when a disk was full,
 *   when its runtime was killed, or held for as long; over Kafka when the hold began, as nothing is committed then,
 *   when a broker went, up to when others have taken over, or came back, which takes the commit,
 *   or when partitions changed hands. Where nobody could see when they did, that is no more than at the
 *   beginning and at the end of that time.
 *
 * It is `appendedAgain` where it is not, and its upload was appended in doubt: one for each event.
 */
export function countRepeated(deliveries: Delivery[][], options: RepeatedOptions): Repetitions {
  const { faults, notes, kafka, deliveryTimeoutMs, origin } = options
  const runtimeOf = new Map(
    deliveries.flatMap((own, index) => own.map((delivery) => [delivery, index + 1] as const)),
  )
  const inDoubt = appendedInDoubt(faults, notes)
  const changes = kafka?.rebalances.flatMap(edgesOf) ?? []
  const all = inOrder(deliveries)
  const holds = holdsOf(all, deliveryTimeoutMs)

  function doneAt({ event, answeredAt }: Delivery): number {
    if (answeredAt === null) return Number.POSITIVE_INFINITY
    const latest = answeredAt + committedWithinMs
    return Math.min(kafka?.committedAfter(event, answeredAt) ?? latest, latest)
  }

  function isExplained(delivery: Delivery): boolean {
    const committed = { ...delivery, doneAt: doneAt(delivery) }
    return (
      delivery.misbehaviour !== null ||
      holds.some((hold) => waitedBehind(delivery, hold, deliveryTimeoutMs)) ||
      faults.some((fault) => explains(fault, delivery, committed)) ||
      changes.some((span) => wasOpenDuring(committed, span))
    )
  }

  function explains(fault: FaultWindow, delivery: Delivery, committed: Handled): boolean {
    const { variant, place, from } = fault
    if (variant === 'broker') return edgesOf(fault).some((edge) => wasOpenDuring(committed, edge))
    if (variant === 'runtime' && place !== runtimeOf.get(delivery)) return false
    // What it sends later is no more in hand than ever.
    if (variant === 'runtime' && kafka) return wasOpenDuring(committed, { from, to: from })
    const answeredAt = delivery.answeredAt ?? Number.POSITIVE_INFINITY
    const handled = { ...delivery, doneAt: answeredAt + answeredWithinMs }
    return wasInHand(handled, fault, deliveryTimeoutMs)
  }
  return countRepetitions(all, {
    isExplained,
    isAppendedAgain: (documentId) => inDoubt.has(documentId),
    origin,
  })
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

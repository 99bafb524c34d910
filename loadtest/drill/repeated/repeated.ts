import type { Delivery } from '../../ocr/stub/delivery-journal.ts'
import type { FaultWindow } from '../faults/injector.ts'
import type { Note } from '../load/notes.ts'
import type { Span } from '../watch/rebalances.ts'
import { appendedInDoubt } from './appended-again.ts'
import type { CommittedAfter } from './commits.ts'
import { type Handled, holdsOf, waitedBehind, wasInFlight } from './in-flight.ts'
import { countRepetitions, inOrder, type Repetitions } from './repetitions.ts'

export interface RepeatedOptions {
  faults: FaultWindow[]
  notes: Note[]
  /** Null where the log is embedded. */
  kafka: {
    committedAfter: CommittedAfter
    /** Periods in which partitions of images-feed were reassigned. */
    rebalances: Span[]
  } | null
  deliveryTimeoutMs: number
  origin: number
}

/**
 * Maximum time from a replica's note to sending its answer, which survives the end of the replica; with the embedded
 * log, until the result is on disk.
 */
const answeredWithinMs = 100
/** Maximum time from an answer to its commit on a fully loaded machine; after it a delivery counts as committed. */
const committedWithinMs = 2000
/** Maximum time from sending to taking a delivery, including the wait for a replica busy with a real page. */
const takenWithinMs = 2000
/**
 * Session timeouts of a member (10 s) and a broker (3 s) here; after them other brokers have taken over the
 * partitions, or the waiting member has left the group.
 */
const takeoverMs = 13_000

/**
 * Counts deliveries to ocr of events that had been delivered before; `deliveries` has one list per runtime. A repeated
 * delivery is explained if the previous one got a bad answer on purpose, waited too long behind such deliveries, or
 * was in flight, until the log recorded it as done,
 *
 *   when its replica was killed, or held past the delivery timeout,
 *   when a disk was full,
 *   when its runtime was killed, or held as long; over Kafka when the hold began, as nothing is committed from then,
 *   when its original could not be fetched, as its gateway or the store was faulty, and ocr answered 503,
 *   when a broker went down, until takeover, or came back, which can lose the commit,
 *   or when partitions were reassigned. Where no look saw the reassignment, only the beginning and the end of the
 *   unobserved period count.
 *
 * Otherwise, if its upload may have been appended twice, one delivery per event is `appendedAgain`.
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
    if (couldNotFetch(delivery, fault)) return true
    if (variant === 'broker') return edgesOf(fault).some((edge) => wasOpenDuring(committed, edge))
    if (variant === 'runtime' && place !== runtimeOf.get(delivery)) return false
    // Later deliveries of the runtime are ordinary.
    if (variant === 'runtime' && kafka) return wasOpenDuring(committed, { from, to: from })
    const answeredAt = delivery.answeredAt ?? Number.POSITIVE_INFINITY
    const handled = { ...delivery, doneAt: answeredAt + answeredWithinMs }
    return wasInFlight(handled, fault, deliveryTimeoutMs)
  }
  return countRepetitions(all, {
    isExplained,
    isAppendedAgain: (documentId) => inDoubt.has(documentId),
    origin,
  })
}

/** Periods of a span in which partitions move: its beginning, for the duration of a takeover, and its end. */
function edgesOf({ from, to }: Span): Span[] {
  return [
    { from, to: Math.min(from + takeoverMs, to) },
    { from: to, to },
  ]
}

/** Whether ocr asked for the original in vain during a fault: it answers 503, and has read nothing. */
function couldNotFetch(
  { takenAt, answeredAt, status }: Delivery,
  { variant, from, to }: FaultWindow,
) {
  const isSource = variant === 'gateway' || variant === 'postgres'
  return (
    isSource && status === 503 && takenAt <= to && (answeredAt ?? Number.POSITIVE_INFINITY) >= from
  )
}

/** Whether a delivery may have been sent, and was not yet committed, during a span. */
function wasOpenDuring({ takenAt, doneAt }: Handled, { from, to }: Span): boolean {
  return takenAt <= to + takenWithinMs && doneAt >= from
}

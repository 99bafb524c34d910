import type { Disturbance, Injected } from '../faults/injector.ts'
import type { Note } from '../load/notes.ts'
import type { Delivery } from '../stub/delivery-journal.ts'
import { type Handled, holdsOf, waitedBehind, wasInHand } from './in-hand.ts'
import { countRepetitions } from './repetitions.ts'

/** When a fault was at work, and on which processes; monotonic, in ms. */
export type FaultWindow = Omit<Injected<Disturbance>, 'lastsMs'>

export interface RepeatedOptions {
  faults: FaultWindow[]
  notes: Note[]
  deliveryTimeoutMs: number
  origin: number
}

/**
 * Deliveries of events that had been delivered before, and why. One is explained where the one before was
 * answered badly on purpose, or waited behind such ones for too long, or was in hand when a fault hit who
 * handled it. One of each event is `appendedAgain` where the upload itself was in hand when a fault hit who
 * appends it: it may be in the log twice. The others are told, with times since `origin`.
 */
export function countRepeated(deliveries: Delivery[], options: RepeatedOptions) {
  const { faults, notes, deliveryTimeoutMs, origin } = options
  const hitAppends = faults.filter(({ variant }) => appenders.includes(variant))
  const brokenUploads = uploadsDuring(hitAppends, notes)
  const holds = holdsOf(deliveries, deliveryTimeoutMs)
  return countRepetitions(deliveries, {
    isExplained: (before) =>
      before.misbehaviour !== null ||
      faults.some((fault) => wasInHand(toHandled(before), fault, deliveryTimeoutMs)) ||
      holds.some((hold) => waitedBehind(before, hold, deliveryTimeoutMs)),
    isAppendedAgain: (documentId) => brokenUploads.has(documentId),
    origin,
  })
}

/** From an answer to the moment when it is on disk in the log that the event was delivered. */
const committedWithinMs = 100

function toHandled(delivery: Delivery): Handled {
  const { answeredAt } = delivery
  return { ...delivery, doneAt: (answeredAt ?? Number.POSITIVE_INFINITY) + committedWithinMs }
}

const appenders = ['gateway', 'runtime', 'full']

/** The documents whose upload was under way during one of them. */
function uploadsDuring(faults: FaultWindow[], notes: Note[]): Set<string> {
  return new Set(
    notes
      .filter((note) => note.note === 'acknowledged')
      .filter(({ from, to }) => faults.some((fault) => from <= fault.to && to >= fault.from))
      .map(({ id }) => id),
  )
}

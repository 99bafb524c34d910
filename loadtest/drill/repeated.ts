import type { Delivery } from './delivery-journal.ts'
import { holdsOf, waitedBehind, wasInHand } from './in-hand.ts'
import type { Note } from './notes.ts'
import type { FaultKind } from './plan.ts'

/** When a fault was at work, and on which processes; monotonic, in ms. */
export interface FaultWindow {
  kind: FaultKind
  variant: string
  from: number
  to: number
  pids: number[]
}

export interface RepeatedOptions {
  faults: FaultWindow[]
  notes: Note[]
  deliveryTimeoutMs: number
  origin: number
}

/**
 * Deliveries of events that had been delivered before, and why. One is explained where the one before was
 * answered badly on purpose, or waited behind such ones for too long, or was in hand when a fault hit who
 * handled it. One is `appendedAgain` where the upload itself was in hand when a fault hit who appends it: it
 * may be in the log twice. The others are told, with times since `origin`.
 */
export function countRepeated(deliveries: Delivery[], options: RepeatedOptions) {
  const { faults, notes, deliveryTimeoutMs, origin } = options
  const inSeconds = (at: number | null) =>
    at === null ? 'never' : `${((at - origin) / 1000).toFixed(3)} s`
  const brokenUploads = new Set(
    notes
      .filter((note) => note.note === 'acknowledged')
      .filter((upload) => faults.some((fault) => wasBeingAppended(upload, fault)))
      .map(({ id }) => id),
  )
  const holds = holdsOf(deliveries, deliveryTimeoutMs)
  const isExplained = (before: Delivery) =>
    before.misbehaviour !== null ||
    faults.some((fault) => wasInHand(before, fault, deliveryTimeoutMs)) ||
    holds.some((hold) => waitedBehind(before, hold, deliveryTimeoutMs))

  const unexplained: string[] = []
  let explained = 0
  let appendedAgain = 0
  for (const [, ofEvent] of Map.groupBy(deliveries, ({ event }) => event)) {
    for (const [index, delivery] of ofEvent.entries()) {
      const before = ofEvent[index - 1]
      if (!before) continue
      if (isExplained(before)) {
        explained += 1
      } else if (brokenUploads.has(delivery.documentId)) {
        appendedAgain += 1
      } else {
        const { takenAt, answeredAt, pid } = before
        unexplained.push(
          `${delivery.event} at ${inSeconds(delivery.takenAt)} by ${delivery.pid}, ` +
            `taken at ${inSeconds(takenAt)} and answered at ${inSeconds(answeredAt)} by ${pid}`,
        )
      }
    }
  }
  return { deliveries: deliveries.length, explained, appendedAgain, unexplained }
}

function wasBeingAppended({ from, to }: { from: number; to: number }, fault: FaultWindow) {
  const hitsAppends = ['gateway', 'runtime', 'full'].includes(fault.variant)
  return hitsAppends && from <= fault.to && to >= fault.from
}

import type { Delivery } from './delivery-journal.ts'
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
  origin: number
}

/** From an answer to the moment when it is on disk in the log that the event was delivered. */
const committedWithinMs = 100
/** From the end of what held all replicas to the moment when they have taken what waited for them. */
const takenWithinMs = 200

/**
 * Deliveries of events that had been delivered before, and why. One is explained where the one before was
 * answered badly on purpose or was in hand when a fault hit who handled it, or where the upload itself was in
 * hand when a fault hit who appends it: it may be in the log twice. The others are told, with times since `origin`.
 */
export function countRepeated(deliveries: Delivery[], { faults, notes, origin }: RepeatedOptions) {
  const inSeconds = (at: number | null) =>
    at === null ? 'never' : `${((at - origin) / 1000).toFixed(3)} s`
  const brokenUploads = new Set(
    notes
      .filter((note) => note.note === 'acknowledged')
      .filter((upload) => faults.some((fault) => wasBeingAppended(upload, fault)))
      .map(({ id }) => id),
  )
  const unexplained: string[] = []
  let explained = 0
  for (const [, ofEvent] of Map.groupBy(deliveries, ({ event }) => event)) {
    for (const [index, delivery] of ofEvent.entries()) {
      const before = ofEvent[index - 1]
      if (!before) continue
      if (
        before.misbehaviour !== null ||
        brokenUploads.has(delivery.documentId) ||
        faults.some((fault) => wasInHand(before, fault))
      ) {
        explained += 1
      } else {
        const { takenAt, answeredAt, pid } = before
        unexplained.push(
          `${delivery.event} at ${inSeconds(delivery.takenAt)} by ${delivery.pid}, ` +
            `taken at ${inSeconds(takenAt)} and answered at ${inSeconds(answeredAt)} by ${pid}`,
        )
      }
    }
  }
  return { deliveries: deliveries.length, explained, unexplained }
}

function wasBeingAppended({ from, to }: { from: number; to: number }, fault: FaultWindow) {
  const hitsAppends = ['gateway', 'runtime', 'full'].includes(fault.variant)
  return hitsAppends && from <= fault.to && to >= fault.from
}

function wasInHand({ pid, takenAt, answeredAt }: Delivery, fault: FaultWindow): boolean {
  const until = (answeredAt ?? Number.POSITIVE_INFINITY) + committedWithinMs
  if (holdsReplicas(fault)) {
    // What waited for a replica has waited for too long when it is taken.
    return takenAt <= fault.to + takenWithinMs && until >= fault.from
  }
  if (takenAt > fault.to || until < fault.from) return false
  // A delivery ends with its replica or with the runtime; both need a disk to write on.
  return fault.pids.includes(pid) || fault.variant === 'runtime' || fault.kind === 'disk'
}

function holdsReplicas({ kind, variant }: FaultWindow): boolean {
  if (kind === 'stop') return variant === 'ocr' || variant === 'runtime'
  return variant === 'hang' || variant === 'late'
}

import type { Delivery } from '../../ocr/stub/delivery-journal.ts'
import type { FaultWindow } from '../faults/injector.ts'

/** From being sent to being taken, where a replica is free; and to taking what has waited for it. */
const takenWithinMs = 200

/** A delivery, and when it was written down that the event is done; Infinity where nobody answered. */
export interface Handled extends Delivery {
  doneAt: number
}

/**
 * Whether a fault can have kept it from the source that a delivery was done: it ended who had it in hand, or
 * held them until the delivery's timeout had passed.
 */
export function wasInHand(delivery: Handled, fault: FaultWindow, deliveryTimeoutMs: number) {
  const { pid, takenAt, doneAt } = delivery
  const { kind, variant, from, to, pids } = fault
  const answeredAt = delivery.answeredAt ?? Number.POSITIVE_INFINITY
  if (doneAt < from) return false
  const heldFrom = Math.min(takenAt, from)
  if (variant === 'runtime') {
    // What is taken later is sent by the next one.
    if (kind === 'kill') return takenAt <= from + takenWithinMs
    if (takenAt <= to && delivery.answeredAt === null) return true
    return takenAt <= to + takenWithinMs && to - heldFrom >= deliveryTimeoutMs
  }
  if (kind === 'stop') {
    const isHeld = pids.includes(pid) && takenAt <= to + takenWithinMs
    return isHeld && answeredAt - heldFrom >= deliveryTimeoutMs
  }
  // What comes of a delivery is written down.
  return takenAt <= to && (kind === 'disk' || (kind === 'kill' && pids.includes(pid)))
}

/** A replica that had nothing but deliveries it did not answer in time; monotonic, in ms. */
export interface Hold {
  pid: number
  from: number
  to: number
}

/** From the first of such deliveries to the last, each being over at the latest when its timeout has passed. */
export function holdsOf(deliveries: Delivery[], deliveryTimeoutMs: number): Hold[] {
  const holds: Hold[] = []
  const latest = new Map<number, Hold>()
  for (const { pid, takenAt, answeredAt, misbehaviour } of deliveries) {
    if (misbehaviour !== 'hang' && misbehaviour !== 'late') continue
    const until = takenAt + deliveryTimeoutMs
    const to = Math.min(answeredAt ?? until, until)
    const before = latest.get(pid)
    if (before && takenAt <= before.to + takenWithinMs) {
      before.to = Math.max(before.to, to)
    } else {
      const hold = { pid, from: takenAt, to }
      latest.set(pid, hold)
      holds.push(hold)
    }
  }
  return holds
}

/** Whether a delivery can have waited so long for its replica that its timeout had passed at its answer. */
export function waitedBehind(
  { pid, takenAt, answeredAt }: Delivery,
  hold: Hold,
  deliveryTimeoutMs: number,
): boolean {
  const sentFrom = hold.from - takenWithinMs
  return (
    pid === hold.pid &&
    takenAt > hold.from &&
    takenAt <= hold.to + takenWithinMs &&
    (answeredAt ?? takenAt) - sentFrom >= deliveryTimeoutMs
  )
}

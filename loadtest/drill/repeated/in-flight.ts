import type { Delivery } from '../../ocr/stub/delivery-journal.ts'
import type { FaultWindow } from '../faults/injector.ts'

/** Maximum delay from sending to taking a delivery by a free replica, or from becoming free to taking the next. */
const takenWithinMs = 200

/** A delivery with the time when its event was recorded as done; Infinity without an answer. */
export interface Handled extends Delivery {
  doneAt: number
}

/**
 * Whether a fault can have prevented a delivery from being recorded as done: it killed the process that handled the
 * delivery, or held it past the delivery timeout.
 */
export function wasInFlight(delivery: Handled, fault: FaultWindow, deliveryTimeoutMs: number) {
  const { pid, takenAt, doneAt } = delivery
  const { kind, variant, from, to, pids } = fault
  const answeredAt = delivery.answeredAt ?? Number.POSITIVE_INFINITY
  if (doneAt < from) return false
  const heldFrom = Math.min(takenAt, from)
  if (variant === 'runtime') {
    // Later deliveries come from the restarted runtime.
    if (kind === 'kill') return takenAt <= from + takenWithinMs
    if (takenAt <= to && delivery.answeredAt === null) return true
    return takenAt <= to + takenWithinMs && to - heldFrom >= deliveryTimeoutMs
  }
  if (kind === 'stop') {
    const isHeld = pids.includes(pid) && takenAt <= to + takenWithinMs
    return isHeld && answeredAt - heldFrom >= deliveryTimeoutMs
  }
  // The outcome of a delivery is written to the disk.
  return takenAt <= to && (kind === 'disk' || (kind === 'kill' && pids.includes(pid)))
}

/** Period in which a replica handled only deliveries that it did not answer in time; monotonic, in ms. */
export interface Hold {
  pid: number
  from: number
  to: number
}

/** From the first such delivery to the last, each ending at the latest with its timeout. */
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

/** Whether a delivery may have waited for its replica until its timeout passed before the answer. */
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

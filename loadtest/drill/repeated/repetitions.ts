import type { Delivery } from '../../ocr/stub/delivery-journal.ts'

export interface RepetitionsOptions {
  /** Whether something can have kept it from the source that this delivery was done. */
  isExplained: (delivery: Delivery) => boolean
  /** Whether the upload of the document may be in the log twice: that excuses one delivery of each of its events. */
  isAppendedAgain: (documentId: string) => boolean
  /** Of the times that are told. */
  origin: number
}

export type Repetitions = ReturnType<typeof countRepetitions>

/** Of all runtimes, in the order in which they were taken. */
export function inOrder(deliveries: Delivery[][]): Delivery[] {
  return deliveries.flat().sort((a, b) => a.takenAt - b.takenAt)
}

/** Deliveries, in the order in which they were taken, of events that had been delivered before; and why. */
export function countRepetitions(deliveries: Delivery[], options: RepetitionsOptions) {
  const { isExplained, isAppendedAgain, origin } = options
  const inSeconds = (at: number | null) =>
    at === null ? 'never' : `${((at - origin) / 1000).toFixed(3)} s`

  const unexplained: string[] = []
  let explained = 0
  let appendedAgain = 0
  for (const [, ofEvent] of Map.groupBy(deliveries, ({ event }) => event)) {
    let isExcused = false
    for (const [index, delivery] of ofEvent.entries()) {
      const before = ofEvent[index - 1]
      if (!before) continue
      if (isExplained(before)) {
        explained += 1
      } else if (!isExcused && isAppendedAgain(delivery.documentId)) {
        isExcused = true
        appendedAgain += 1
      } else {
        const { takenAt, answeredAt, status, pid } = before
        unexplained.push(
          `${delivery.event} at ${inSeconds(delivery.takenAt)} by ${delivery.pid}, ` +
            `taken at ${inSeconds(takenAt)} and answered ${status} at ${inSeconds(answeredAt)} by ${pid}`,
        )
      }
    }
  }
  return { deliveries: deliveries.length, explained, appendedAgain, unexplained }
}

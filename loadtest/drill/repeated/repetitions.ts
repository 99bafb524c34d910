import type { Delivery } from '../../ocr/stub/delivery-journal.ts'

export interface RepetitionsOptions {
  /** Whether a fault can have prevented this delivery from being recorded as done. */
  isExplained: (delivery: Delivery) => boolean
  /** Whether the document's upload may be in the log twice, which excuses one repeated delivery per event. */
  isAppendedAgain: (documentId: string) => boolean
  /** Time zero of the printed times. */
  origin: number
}

export type Repetitions = ReturnType<typeof countRepetitions>

/** Deliveries of all runtimes in the order of `takenAt`. */
export function inOrder(deliveries: Delivery[][]): Delivery[] {
  return deliveries.flat().sort((a, b) => a.takenAt - b.takenAt)
}

/** Classifies repeated deliveries; `deliveries` are in the order of `takenAt`. */
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

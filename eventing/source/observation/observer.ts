import type { CloudEvent } from '../../../functions/shared/events/cloudevent.ts'
import type { TakenRecord } from '../../log/topic-log.ts'
import type { Decision, Outcome } from '../delivery/delivery.ts'

/** Learns what becomes of the records of a topic. */
export interface Observer {
  /** A record was taken; the returned function is called when it is finished, or left to another reader. */
  taken(record: TakenRecord): () => void
  /** A delivery has ended. */
  delivered(delivery: EndedDelivery): void
  /** The dead-letter sink has the event, or it was dropped, after this outcome. */
  gaveUp(outcome: Outcome): void
}

export interface EndedDelivery {
  event: CloudEvent
  outcome: Outcome
  decision: Decision
  durationMs: number
  /** Whether the event was not delivered before, as far as the log knows. */
  isFirst: boolean
}

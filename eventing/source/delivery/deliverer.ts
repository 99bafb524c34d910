import { setTimeout as pause } from 'node:timers/promises'
import type { CloudEvent } from '../../../functions/shared/events/cloudevent.ts'
import { type Send, SinkError } from '../../../functions/shared/events/sink.ts'
import type { Logger } from '../../../functions/shared/process/logger.ts'
import { fromKafka } from '../../log/cloudevent-kafka.ts'
import type { TakenRecord } from '../../log/topic-log.ts'
import type { Slots } from '../slots.ts'
import { toDeadLetter } from './dead-letter.ts'
import { type Delivery, decide, isAttempt, type Outcome } from './delivery.ts'
import { createPoster } from './post.ts'

export interface DelivererDeps {
  /** Address of the service. */
  url: string
  /** INTERNAL_TOKEN, which the service may require. */
  token?: string | undefined
  delivery: Delivery
  /** Sink for events that cannot be delivered; without one they are logged and dropped, as in Knative. */
  deadLetter: Send | null
  /** Shared by all sources of the service. */
  slots: Slots
  /** Aborts before new deliveries; running ones go on. */
  draining: AbortSignal
  /** Aborts running deliveries. */
  cutOff: AbortSignal
  logger: Logger
}

export interface DeliverOptions {
  /** Releases the slot acquired for the first delivery. */
  firstSlot: () => void
  /** Called after each failed attempt, with the total number of attempts. */
  attempted: (attempts: number) => Promise<void>
}

export type Deliver = (record: TakenRecord, options: DeliverOptions) => Promise<void>

/**
 * Delivers one record to its service: resolves on a 2xx answer or when the dead-letter sink has the event, rejects if
 * `draining` or `cutOff` aborts first. A slot is held during a delivery, not during the pause between two.
 */
export function createDeliverer(deps: DelivererDeps): Deliver {
  const { url, token, delivery, deadLetter, slots, draining, cutOff, logger } = deps
  const post = createPoster({ url, token, timeoutMs: delivery.timeoutMs, cutOff })

  return async (record, { firstSlot, attempted }) => {
    const event = parse(record)
    if (!event) return firstSlot()
    let attempts = record.attempts
    for (let release = firstSlot; ; release = await slots.acquire()) {
      const outcome = await deliverOnce(event).finally(release)
      const decision = decide(outcome, attempts + 1, delivery)
      if (decision === 'delivered') return
      // A delivery that we abort is no attempt.
      cutOff.throwIfAborted()
      if (isAttempt(outcome)) await attempted(++attempts)
      const fields = { id: event.id, attempts, ...toLogFields(outcome) }
      if (decision === 'dead-letter') {
        logger.warn(fields, 'event not delivered, becomes a dead letter')
        return sendToDeadLetters(event, outcome)
      }
      logger.info({ ...fields, ...decision }, 'event not delivered, will be retried')
      await pause(decision.retryInMs, undefined, { signal: draining })
    }
  }

  /** Null for a record that is no event: no receiver could process it. Sinks append only events. */
  function parse(record: TakenRecord): CloudEvent | null {
    try {
      return fromKafka(record)
    } catch (error) {
      logger.error({ err: error, offset: record.offset }, 'record dropped: it is no event')
      return null
    }
  }

  async function deliverOnce(event: CloudEvent): Promise<Outcome> {
    draining.throwIfAborted()
    return post(event)
  }

  /**
   * Retries while the dead-letter sink is unavailable: the event stays unfinished until the sink has it. Drops an event
   * that the sink refuses, because a permanent refusal would block the topic for ever.
   */
  async function sendToDeadLetters(event: CloudEvent, outcome: Outcome): Promise<void> {
    if (!deadLetter)
      return logger.error({ id: event.id }, 'event dropped: there is no dead-letter sink')
    const letter = toDeadLetter(event, url, outcome)
    for (;;) {
      try {
        return await deadLetter(letter)
      } catch (error) {
        if (error instanceof SinkError) {
          return logger.error(
            { err: error, id: event.id },
            'event dropped: its dead letter was refused',
          )
        }
        logger.warn({ err: error, id: event.id }, 'dead-letter sink unavailable, will be retried')
        await pause(Math.min(delivery.backoffDelayMs, 5000), undefined, { signal: draining })
      }
    }
  }
}

function toLogFields(outcome: Outcome) {
  return 'status' in outcome ? { status: outcome.status } : { err: outcome.error }
}

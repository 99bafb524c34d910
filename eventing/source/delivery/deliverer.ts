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
  /** INTERNAL_TOKEN, which the service may ask for. */
  token?: string | undefined
  delivery: Delivery
  /** Where given-up events go; without it they are logged and dropped, as Knative does. */
  deadLetter: Send | null
  /** Shared by all sources of the service. */
  slots: Slots
  /** Aborts when no delivery may begin any more. */
  draining: AbortSignal
  /** Aborts deliveries that are under way. */
  cutOff: AbortSignal
  logger: Logger
}

export interface DeliverOptions {
  /** Gives back the slot that the first delivery has. */
  firstSlot: () => void
  /** Is told of each attempt that failed, with the number of all. */
  attempted: (attempts: number) => Promise<void>
}

export type Deliver = (record: TakenRecord, options: DeliverOptions) => Promise<void>

/**
 * Brings one record to its service: resolves when it was answered 2xx or is safe in the dead letters,
 * rejects when `draining` or `cutOff` came first. A slot is held while a delivery is under way, not between two.
 */
export function createDeliverer(deps: DelivererDeps): Deliver {
  const { url, token, delivery, deadLetter, slots, draining, cutOff, logger } = deps
  const post = createPoster({ url, token, timeoutMs: delivery.timeoutMs, cutOff })

  return async (record, { firstSlot, attempted }) => {
    const event = read(record)
    if (!event) return firstSlot()
    let attempts = record.attempts
    for (let release = firstSlot; ; release = await slots.acquire()) {
      const outcome = await deliverOnce(event).finally(release)
      const decision = decide(outcome, attempts + 1, delivery)
      if (decision === 'delivered') return
      // Broken off by us: that says nothing of the event.
      cutOff.throwIfAborted()
      if (isAttempt(outcome)) await attempted(++attempts)
      const fields = { id: event.id, attempts, ...told(outcome) }
      if (decision === 'dead-letter') {
        logger.warn(fields, 'event given up')
        return giveUp(event, outcome)
      }
      logger.info({ ...fields, ...decision }, 'not delivered, will be tried again')
      await pause(decision.retryInMs, undefined, { signal: draining })
    }
  }

  /** What a sink has taken is an event; nobody could do anything with what is none. */
  function read(record: TakenRecord): CloudEvent | null {
    try {
      return fromKafka(record)
    } catch (error) {
      logger.error({ err: error, offset: record.offset }, 'record is no event, and is dropped')
      return null
    }
  }

  async function deliverOnce(event: CloudEvent): Promise<Outcome> {
    draining.throwIfAborted()
    return post(event)
  }

  /**
   * A dead-letter sink that is away is waited for: the event stays unfinished until it is safe there. One that
   * refuses it, which no waiting mends, would hold up the topic for ever.
   */
  async function giveUp(event: CloudEvent, outcome: Outcome): Promise<void> {
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
        logger.warn({ err: error, id: event.id }, 'dead-letter sink did not take the event')
        await pause(Math.min(delivery.backoffDelayMs, 5000), undefined, { signal: draining })
      }
    }
  }
}

function told(outcome: Outcome) {
  return 'status' in outcome ? { status: outcome.status } : { err: outcome.error }
}

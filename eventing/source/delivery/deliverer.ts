import { setTimeout } from 'node:timers/promises'
import type { CloudEvent } from '../../../functions/shared/events/cloudevent.ts'
import { type Send, SinkError } from '../../../functions/shared/events/sender.ts'
import type { Logger } from '../../../functions/shared/process/logger.ts'
import { fromEventRecord } from '../../log/event-record.ts'
import type { TakenRecord } from '../../log/topic-log.ts'
import type { DeliverySpans, TraceDelivery } from '../observation/delivery-spans.ts'
import type { Observer } from '../observation/observer.ts'
import type { Slots } from '../slots.ts'
import { fromSaved, toSaved } from './counts.ts'
import { toDeadLetter } from './dead-letter.ts'
import { countOf, type Delivery, decide, type Outcome } from './delivery.ts'
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
  /** Called before each delivery. */
  onDelivery?: (() => void) | undefined
  /** Aborts before new deliveries; running ones go on. */
  draining: AbortSignal
  /** Aborts running deliveries. */
  cutOff: AbortSignal
  logger: Logger
  /** Waits between two deliveries; rejects when `signal` aborts. */
  pause?: (ms: number, signal: AbortSignal) => Promise<unknown>
}

export interface DeliverOptions {
  /** Releases the slot acquired for the first delivery. */
  releaseFirstSlot: () => void
  /** False if another reader delivers the record by now. */
  isOurs: () => boolean
  /** Called after each delivery that counts, with the number to save (./counts.ts). */
  attempted: (attempts: number) => Promise<void>
  observer?: Pick<Observer, 'delivered' | 'gaveUp'> | undefined
  spans?: DeliverySpans | undefined
}

/** Between two checks whether a service answers. */
const checkPauseMs = 500

export type Deliver = (record: TakenRecord, options: DeliverOptions) => Promise<void>

/**
 * Delivers one record to its service: resolves on a 2xx answer or when the dead-letter sink has the event, rejects if
 * `draining` or `cutOff` aborts first, or another reader got the record. A slot is held during a delivery, not during
 * the pause between two. An event whose last delivery that counts was not answered by the function is delivered alone,
 * so that it cannot end the deliveries of others, and nothing is delivered before the service answers again.
 */
export function createDeliverer(deps: DelivererDeps): Deliver {
  const { url, token, delivery, deadLetter, slots, onDelivery, draining, cutOff, logger } = deps
  const { pause = wait } = deps
  const { post, check } = createPoster({ url, token, timeoutMs: delivery.timeoutMs, cutOff })

  return async (record, { releaseFirstSlot, isOurs, attempted, observer, spans }) => {
    const event = parse(record)
    if (!event) return releaseFirstSlot()
    const counts = fromSaved(record.attempts)
    const trace = spans?.(event, counts)
    let alone = counts.unanswered > 0
    if (alone) releaseFirstSlot()
    let isFirst = record.attempts === 0
    let release = alone ? await slots.acquire({ alone }) : releaseFirstSlot
    for (; ; release = await slots.acquire({ alone })) {
      const startedAt = performance.now()
      const outcome = await deliverOnce(event, isOurs, trace).finally(release)
      const durationMs = performance.now() - startedAt
      const count = countOf(outcome)
      if (count) counts[count] += 1
      const decision = decide(outcome, counts, delivery)
      // A delivery that we abort does not count.
      if (decision !== 'delivered') cutOff.throwIfAborted()
      observer?.delivered({ event, outcome, decision, durationMs, isFirst })
      isFirst = false
      if (decision === 'delivered') return
      if (count) {
        await attempted(toSaved(counts))
        alone = count === 'unanswered'
      }
      const fields = { id: event.id, ...counts, ...toLogFields(outcome) }
      if (decision === 'dead-letter') {
        logger.warn(fields, 'event not delivered, becomes a dead letter')
        await sendToDeadLetters(event, outcome)
        return observer?.gaveUp(outcome)
      }
      logger.info({ ...fields, ...decision }, 'event not delivered, will be retried')
      await pause(decision.retryInMs, draining)
    }
  }

  /** Null for a record that is no event: no receiver could process it. Sinks append only events. */
  function parse(record: TakenRecord): CloudEvent | null {
    try {
      return fromEventRecord(record)
    } catch (error) {
      logger.error({ err: error, offset: record.offset }, 'record dropped: it is no event')
      return null
    }
  }

  async function deliverOnce(
    event: CloudEvent,
    isOurs: () => boolean,
    trace: TraceDelivery = (post) => post(),
  ): Promise<Outcome> {
    draining.throwIfAborted()
    if (!isOurs()) throw new Error('another reader delivers the record')
    onDelivery?.()
    const outcome = await trace(() => post(event))
    if (countOf(outcome) === 'unanswered') slots.suspendUntil(untilAnswered)
    return outcome
  }

  /** Resolves when the service answers: until then further events would end as the last one did. */
  async function untilAnswered(): Promise<void> {
    while (!draining.aborted && countOf(await check(draining)) === 'unanswered') {
      await pause(checkPauseMs, draining).catch(() => {})
    }
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
        await pause(Math.min(delivery.backoffDelayMs, 5000), draining)
      }
    }
  }
}

const wait = (ms: number, signal: AbortSignal) => setTimeout(ms, undefined, { signal })

function toLogFields(outcome: Outcome) {
  return 'status' in outcome ? { status: outcome.status } : { err: outcome.error }
}

import { setTimeout as pause } from 'node:timers/promises'
import { type CloudEvent, fromKafka, toHttp } from '../../functions/shared/cloudevent.ts'
import type { Log } from '../../functions/shared/log.ts'
import type { Send } from '../../functions/shared/sink.ts'
import type { TopicRecord } from '../log/topic-log.ts'
import { type Delivery, decide, type Outcome } from './delivery.ts'
import type { Slots } from './slots.ts'

export interface DelivererDeps {
  /** Address of the service. */
  url: string
  delivery: Delivery
  /** Where given-up events go; without it they are logged and dropped, as Knative does. */
  deadLetter: Send | null
  /** Shared by all sources of the service. */
  slots: Slots
  /** Aborts when no attempt may begin any more. */
  draining: AbortSignal
  /** Aborts attempts that are under way. */
  cutOff: AbortSignal
  log: Log
}

/** `firstSlot` gives back the slot that the first attempt has. */
export type Deliver = (record: TopicRecord, firstSlot: () => void) => Promise<void>

/**
 * Brings one record to its service: resolves when it was answered 2xx or is safe in the dead letters,
 * rejects when `draining` or `cutOff` came first. A slot is held while an attempt is under way, not between attempts.
 */
export function createDeliverer(deps: DelivererDeps): Deliver {
  const { delivery, deadLetter, slots, draining, cutOff, log } = deps

  return async (record, firstSlot) => {
    const event = read(record)
    if (!event) return firstSlot()
    for (let attempt = 1; ; attempt += 1) {
      const release = attempt === 1 ? firstSlot : await slots.acquire()
      const outcome = await post(event).finally(release)
      const decision = decide(outcome, attempt, delivery)
      if (decision === 'delivered') return
      draining.throwIfAborted()
      const fields = { id: event.id, attempt, status: 'status' in outcome ? outcome.status : null }
      if (decision === 'dead-letter') {
        log.warn(fields, 'event given up')
        return giveUp(event, outcome)
      }
      log.info({ ...fields, ...decision }, 'delivery failed, will be tried again')
      await pause(decision.retryInMs, undefined, { signal: draining })
    }
  }

  /** What a sink has taken is an event; nobody could do anything with what is none. */
  function read(record: TopicRecord): CloudEvent | null {
    try {
      return fromKafka(record)
    } catch (error) {
      log.error({ err: error, offset: record.offset }, 'record is no event, and is dropped')
      return null
    }
  }

  async function post(event: CloudEvent): Promise<Outcome> {
    try {
      const response = await fetch(deps.url, {
        method: 'POST',
        redirect: 'manual',
        ...toHttp(event),
        signal: AbortSignal.any([cutOff, AbortSignal.timeout(delivery.timeoutMs)]),
      })
      return { status: response.status, body: new Uint8Array(await response.arrayBuffer()) }
    } catch (error) {
      return { error }
    }
  }

  /** A dead-letter sink that is away is waited for: the event stays unfinished until it is safe there. */
  async function giveUp(event: CloudEvent, outcome: Outcome): Promise<void> {
    if (!deadLetter) return
    const letter = toDeadLetter(event, deps.url, outcome)
    for (;;) {
      try {
        return await deadLetter(letter)
      } catch (error) {
        log.warn({ err: error, id: event.id }, 'dead-letter sink did not take the event')
        await pause(delivery.backoffDelayMs, undefined, { signal: draining })
      }
    }
  }
}

/** https://github.com/knative/specs/blob/main/specs/eventing/control-plane.md : what a dead letter says of its end. */
function toDeadLetter(event: CloudEvent, url: string, outcome: Outcome): CloudEvent {
  const code = 'status' in outcome ? outcome.status : 500
  const data = 'status' in outcome ? outcome.body : Buffer.from(String(outcome.error))
  return {
    ...event,
    knativeerrordest: url,
    knativeerrorcode: code,
    knativeerrordata: Buffer.from(data.subarray(0, 1024)).toString('base64'),
  }
}

import { pino } from 'pino'
import { toEventRecord } from '../../eventing/log/event-record.ts'
import type { TopicLog } from '../../eventing/log/topic-log.ts'
import { maxWindow } from '../../eventing/log/window.ts'
import { createDeliverer } from '../../eventing/source/delivery/deliverer.ts'
import type { Delivery } from '../../eventing/source/delivery/delivery.ts'
import { createSlots } from '../../eventing/source/slots.ts'
import { startSource } from '../../eventing/source/source.ts'
import { createStopwatch, type Party, type Target } from './party.ts'

const logger = pino({ level: 'silent' })
const delivery: Delivery = {
  ...{ retry: 10, backoffPolicy: 'linear', backoffDelayMs: 1000 },
  timeoutMs: 180_000,
}

/** A log of this project with its source. */
export function createTopicLogParty(name: string, topicLog: TopicLog, target: Target): Party {
  const { topic, url, inFlight } = target
  return {
    name,
    append: (event) => topicLog.append(topic, toEventRecord(event)),
    async deliver(count) {
      const stopwatch = createStopwatch(count)
      const stop = new AbortController()
      const shared = { slots: createSlots(inFlight), draining: stop.signal, logger }
      const { signal: cutOff } = new AbortController()
      const deliver = createDeliverer({ ...shared, url, delivery, deadLetter: null, cutOff })
      const source = startSource({
        ...shared,
        subscription: topicLog.subscribe({ topic, group: topic, maxOpen: maxWindow }),
        deliver: (record, options) => stopwatch.time(() => deliver(record, options)),
      })
      const seconds = await stopwatch.seconds
      stop.abort()
      await source.close()
      return seconds
    },
    close: () => topicLog.close(),
  }
}

import { setTimeout as pause } from 'node:timers/promises'
import type { Logger } from '../../functions/shared/process/logger.ts'
import { inContext } from '../../functions/shared/telemetry/spans.ts'
import type { Subscription, TakenRecord } from '../log/topic-log.ts'
import type { Deliver } from './delivery/deliverer.ts'
import type { DeliverySpans } from './observation/delivery-spans.ts'
import type { Observer } from './observation/observer.ts'
import type { Slots } from './slots.ts'

export interface SourceDeps {
  subscription: Subscription
  deliver: Deliver
  slots: Slots
  observer?: Observer | undefined
  spans?: DeliverySpans | undefined
  /** Aborts before new deliveries; running ones go on. */
  draining: AbortSignal
  logger: Logger
}

export interface Source {
  /** Stops taking records; resolves when running deliveries have ended. */
  close(): Promise<void>
}

/** Pause after a log error, such as a full disk. */
const logRetryMs = 1000

/** Delivers a topic's records to a service: concurrently, in no order, each finished when delivered. */
export function startSource(deps: SourceDeps): Source {
  const { subscription, deliver, slots, observer, spans, draining, logger } = deps
  const open = new Set<Promise<void>>()

  async function handle(record: TakenRecord, releaseFirstSlot: () => void): Promise<void> {
    try {
      await deliver(record, {
        releaseFirstSlot,
        isOurs: () => subscription.owns(record),
        observer,
        spans,
        // A count that could not be saved is included in the next one.
        attempted: (attempts) =>
          subscription.attempted(record, attempts).catch((error) => {
            logger.warn({ err: error, offset: record.offset }, 'cannot save attempt')
          }),
      })
      await finish(record)
    } catch (error) {
      // The record stays unfinished in the log, and is redelivered after the next start, or by another reader.
      logger.info({ offset: record.offset, reason: String(error) }, 'record left unfinished')
    }
  }

  async function finish(record: TakenRecord): Promise<void> {
    for (;;) {
      try {
        return await subscription.finish(record)
      } catch (error) {
        logger.warn({ err: error, offset: record.offset }, 'cannot write log, will be retried')
        await pause(logRetryMs, undefined, { signal: draining })
      }
    }
  }

  async function take(): Promise<TakenRecord | null> {
    for (;;) {
      try {
        return await subscription.take()
      } catch (error) {
        logger.error({ err: error }, 'cannot read log, will be retried')
        await pause(logRetryMs)
      }
    }
  }

  async function run(): Promise<void> {
    for (let record = await take(); record; record = await take()) {
      const ended = observer?.taken(record)
      // Acquired after the record: a source with nothing to deliver must not hold a slot that another needs.
      const release = await slots.acquire()
      if (draining.aborted) return release()
      const { ce_traceparent: traceparent } = record.headers
      const handled = inContext(traceparent, () => handle(record, release)).finally(() => {
        ended?.()
        open.delete(handled)
      })
      open.add(handled)
    }
  }

  const running = run()
  return {
    async close() {
      subscription.stop()
      await running
      await Promise.all(open)
      await subscription.close()
    },
  }
}

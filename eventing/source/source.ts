import { setTimeout as pause } from 'node:timers/promises'
import type { Logger } from '../../functions/shared/process/logger.ts'
import type { Subscription, TakenRecord } from '../log/topic-log.ts'
import type { Deliver } from './delivery/deliverer.ts'
import type { Slots } from './slots.ts'

export interface SourceDeps {
  subscription: Subscription
  deliver: Deliver
  slots: Slots
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
  const { subscription, deliver, slots, draining, logger } = deps
  const open = new Set<Promise<void>>()

  async function handle(record: TakenRecord, firstSlot: () => void): Promise<void> {
    try {
      await deliver(record, {
        firstSlot,
        // A count that could not be saved is included in the next one.
        attempted: (attempts) =>
          subscription.attempted(record, attempts).catch((error) => {
            logger.warn({ err: error, offset: record.offset }, 'cannot save attempt')
          }),
      })
      await finish(record)
    } catch (error) {
      // The record stays unfinished in the log, and is redelivered after the next start.
      logger.info(
        { offset: record.offset, reason: String(error) },
        'record left unfinished for the next start',
      )
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
      // Acquired after the record: a source with nothing to deliver must not hold a slot that another needs.
      const slot = await slots.acquire()
      if (draining.aborted) return slot()
      const handled = handle(record, slot).finally(() => open.delete(handled))
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

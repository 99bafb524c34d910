import { setTimeout as pause } from 'node:timers/promises'
import type { Logger } from '../../functions/shared/process/logger.ts'
import type { Subscription, TakenRecord } from '../log/topic-log.ts'
import type { Deliver } from './delivery/deliverer.ts'
import type { Slots } from './slots.ts'

export interface SourceDeps {
  subscription: Subscription
  deliver: Deliver
  slots: Slots
  /** Aborts when no delivery may begin any more; those under way go on. */
  draining: AbortSignal
  logger: Logger
}

export interface Source {
  /** Takes no more, and resolves when what was under way has ended. */
  close(): Promise<void>
}

/** Between two looks at a log that cannot be used, a full disk for example. */
const logRetryMs = 1000

/** Reads a topic for a service: many records at once, in no order, each finished when it is delivered. */
export function startSource(deps: SourceDeps): Source {
  const { subscription, deliver, slots, draining, logger } = deps
  const open = new Set<Promise<void>>()

  async function handle(record: TakenRecord, firstSlot: () => void): Promise<void> {
    try {
      await deliver(record, {
        firstSlot,
        // Counted here whatever comes; what cannot be written now is written with the next one.
        attempted: (attempts) =>
          subscription.attempted(record, attempts).catch((error) => {
            logger.warn({ err: error, offset: record.offset }, 'attempt could not be noted')
          }),
      })
      await finish(record)
    } catch (error) {
      // It stays unfinished in the log, and is handed over again after the next start.
      logger.info(
        { offset: record.offset, reason: String(error) },
        'record left for the next start',
      )
    }
  }

  async function finish(record: TakenRecord): Promise<void> {
    for (;;) {
      try {
        return await subscription.finish(record)
      } catch (error) {
        logger.warn({ err: error, offset: record.offset }, 'log cannot be written, tried again')
        await pause(logRetryMs, undefined, { signal: draining })
      }
    }
  }

  async function take(): Promise<TakenRecord | null> {
    for (;;) {
      try {
        return await subscription.take()
      } catch (error) {
        logger.error({ err: error }, 'log cannot be read, tried again')
        await pause(logRetryMs)
      }
    }
  }

  async function run(): Promise<void> {
    for (let record = await take(); record; record = await take()) {
      // The slot comes second: a source with nothing to deliver must not hold one that another needs.
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

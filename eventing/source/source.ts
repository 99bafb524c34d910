import { setTimeout as pause } from 'node:timers/promises'
import type { Log } from '../../functions/shared/log.ts'
import type { Subscription, TopicRecord } from '../log/topic-log.ts'
import type { Deliver } from './deliverer.ts'
import { createSlots, type Slots } from './slots.ts'

export interface SourceDeps {
  subscription: Subscription
  deliver: Deliver
  slots: Slots
  /** Records held at once, those that wait for their next attempt included: each is in memory. */
  maxOpen: number
  /** Aborts when no attempt may begin any more; those under way go on. */
  draining: AbortSignal
  log: Log
}

export interface Source {
  /** Takes no more, and resolves when what was under way has ended. */
  close(): Promise<void>
}

/** Reads a topic for a service: many records at once, in no order, each finished when it is delivered. */
export function startSource(deps: SourceDeps): Source {
  const { subscription, deliver, slots, draining, log } = deps
  const room = createSlots(deps.maxOpen)
  const open = new Set<Promise<void>>()

  async function handle(record: TopicRecord, slot: () => void): Promise<void> {
    try {
      await deliver(record, slot)
      await subscription.finish(record)
    } catch (error) {
      // It stays unfinished in the log, and is handed over again after the next start.
      log.info({ offset: record.offset, reason: String(error) }, 'record left for the next start')
    }
  }

  async function take(): Promise<TopicRecord | null> {
    for (;;) {
      try {
        return await subscription.take()
      } catch (error) {
        log.error({ err: error }, 'the log cannot be read')
        await pause(1000)
      }
    }
  }

  async function run(): Promise<void> {
    for (;;) {
      const leave = await room.acquire()
      const record = await take()
      if (!record) return
      // The slot comes second: a source with nothing to deliver must not hold one that another needs.
      const slot = await slots.acquire()
      if (draining.aborted) return slot()
      const handled = handle(record, slot).finally(() => {
        open.delete(handled)
        leave()
      })
      open.add(handled)
    }
  }

  const running = run()
  return {
    async close() {
      await subscription.close()
      await running
      await Promise.all(open)
    },
  }
}

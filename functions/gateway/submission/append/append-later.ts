import pLimit from 'p-limit'
import type { Send } from '../../../shared/events/sink.ts'
import type { Logger } from '../../../shared/process/logger.ts'
import type { Settings } from '../../../shared/settings/env.ts'
import type { UnappendedPage } from '../../../shared/store/recovery.ts'
import type { Store } from '../../../shared/store/store.ts'
import { type DiskDeps, requireDisk } from '../room.ts'
import { createAppend } from './append.ts'
import { createSendSaved, type SendSavedDeps } from './send-saved.ts'

export interface AppendLaterDeps extends DiskDeps {
  store: SendSavedDeps['store'] & Pick<Store, 'markAppended'>
  /** Gives up after `sendTimeoutMs`. */
  send: Send
  logger: Logger
  /** Aborts when the process is to end: nothing more is sent then. */
  stopping: AbortSignal
}

export interface AppendLater {
  /** Appends saved pages beside everything else, in their order; returns at once. */
  add(pages: UnappendedPage[]): void
  /** Resolves when nothing is under way. */
  settled(): Promise<void>
}

/** Time for one send of a claimed page: it is over before a sweep sends that page as well. */
export function sendTimeoutMs({ UNAPPENDED_AFTER_MS }: Pick<Settings, 'UNAPPENDED_AFTER_MS'>) {
  return Math.min(5000, Math.floor(UNAPPENDED_AFTER_MS / 2))
}

/** Few beside the appends of uploads, which somebody waits for. */
const sendsAtOnce = 4

/**
 * Appends what was answered before it is in the log. It holds no promise: what is not sent when the first
 * one fails, the disk is too full or the process ends is left to the sweep of unappended pages. Each page is
 * claimed before it is sent, so that the sweep, should it come meanwhile, does not send it as well.
 */
export function createAppendLater(deps: AppendLaterDeps): AppendLater {
  const { store, send, logger, stopping } = deps
  const limit = pLimit(sendsAtOnce)
  const underWay = new Set<Promise<void>>()
  // One line tells of all that were left.
  const append = createAppend({ store, send, logger: logger.child({}, { level: 'silent' }) })
  const sendSaved = createSendSaved({ store, append })

  async function appendAll(pages: UnappendedPage[]): Promise<void> {
    let left = 0
    let failure: unknown
    await limit.map(pages, async (page) => {
      if (failure === undefined && !stopping.aborted) {
        try {
          await requireDisk(deps)
          return await sendSaved(page)
        } catch (error) {
          failure ??= error
        }
      }
      left += 1
    })
    if (left > 0) logger.warn({ err: failure, pages: left }, 'pages not appended yet')
  }

  return {
    add(pages) {
      const work = appendAll(pages).finally(() => underWay.delete(work))
      underWay.add(work)
    },
    settled: async () => {
      await Promise.all(underWay)
    },
  }
}

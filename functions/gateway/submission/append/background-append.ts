import pLimit from 'p-limit'
import type { Logger } from '../../../shared/process/logger.ts'
import type { Settings } from '../../../shared/settings/env.ts'
import type { UnappendedPage } from '../../../shared/store/recovery.ts'
import type { Store } from '../../../shared/store/store.ts'
import { inContext, spanClock } from '../../../shared/telemetry/spans.ts'
import { type DiskDeps, requireFreeSpace } from '../capacity.ts'
import { type PageTracing, untraced } from '../page-tracing.ts'
import { createAppend } from './append.ts'
import type { SendPage } from './page-sender.ts'
import { createSendSaved, type SendSavedDeps } from './send-saved.ts'

export interface BackgroundAppendDeps extends DiskDeps {
  store: SendSavedDeps['store'] & Pick<Store, 'markAppended'>
  /** Times out after `sendTimeoutMs`. */
  send: SendPage
  tracing?: Pick<PageTracing, 'sendPage'>
  logger: Logger
  /** Aborts at shutdown: no further page is sent. */
  stopping: AbortSignal
}

export interface BackgroundAppend {
  /** Appends saved pages in order, in the background; does not block. */
  add(pages: UnappendedPage[]): void
  /** Resolves when all appends have finished. */
  settled(): Promise<void>
}

/** Timeout for sending a claimed page: expires before a sweep sends the page again. */
export function sendTimeoutMs({ UNAPPENDED_AFTER_MS }: Pick<Settings, 'UNAPPENDED_AFTER_MS'>) {
  return Math.min(5000, Math.floor(UNAPPENDED_AFTER_MS / 2))
}

/** Low concurrency, because clients wait for the appends of uploads. */
const maxConcurrentSends = 4

/**
 * Appends pages of requests that were answered before their events are in the log. Best effort: pages not sent when
 * a send fails, the disk is full or the process stops are left to the sweep of unappended pages. Each page is claimed
 * before it is sent, so that a concurrent sweep does not send it too.
 */
export function createBackgroundAppend(deps: BackgroundAppendDeps): BackgroundAppend {
  const { store, send, tracing = untraced, logger, stopping } = deps
  const limit = pLimit(maxConcurrentSends)
  const pending = new Set<Promise<void>>()
  // Silent: one log line covers all remaining pages.
  const silent = logger.child({}, { level: 'silent' })
  const append = createAppend({ store, send, tracing, logger: silent })
  const sendSaved = createSendSaved({ store, append })

  async function appendAll(pages: UnappendedPage[]): Promise<void> {
    let remaining = 0
    let failure: unknown
    const startMs = spanClock()
    await limit.map(pages, async (page) => {
      if (failure === undefined && !stopping.aborted) {
        try {
          await requireFreeSpace(deps)
          return await sendSaved(page, startMs)
        } catch (error) {
          failure ??= error
        }
      }
      remaining += 1
    })
    if (remaining > 0) logger.warn({ err: failure, pages: remaining }, 'pages not appended yet')
  }

  return {
    add(pages) {
      // The request ends before: what follows is no part of it.
      const work = inContext(undefined, () => appendAll(pages)).finally(() => pending.delete(work))
      pending.add(work)
    },
    settled: async () => {
      await Promise.all(pending)
    },
  }
}

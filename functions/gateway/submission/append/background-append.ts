import { setTimeout as pause } from 'node:timers/promises'
import pLimit from 'p-limit'
import type { Settings } from '../../../shared/settings/env.ts'
import type { UnappendedPage } from '../../../shared/store/recovery.ts'
import type { Store } from '../../../shared/store/store.ts'
import type { PageTry } from '../../../shared/store/values/stored.ts'
import { inContext, spanClock } from '../../../shared/telemetry/spans.ts'
import { type DiskDeps, requireFreeSpace } from '../capacity.ts'
import type { PageTracing, SendOptions } from '../page-tracing.ts'
import { createAppend } from './append.ts'
import type { SendPage } from './page-sender.ts'

export interface BackgroundAppendDeps extends DiskDeps {
  store: Pick<Store, 'claimUnappended' | 'submission' | 'markAppended'>
  /** Times out after `sendTimeoutMs`. */
  send: SendPage
  tracing: Pick<PageTracing, 'sendPage'>
  /** Aborts at shutdown: no further page is sent. */
  stopping: AbortSignal
}

export interface BackgroundAppend {
  /** Appends saved pages in order; resolves when none of them will be sent any more. Never rejects. */
  add(pages: UnappendedPage[], origin?: Partial<SendOptions>): Promise<void>
  /** Resolves when all appends have finished. */
  settled(): Promise<void>
}

/** Timeout for sending a claimed page: expires before a sweep sends the page again. */
export function sendTimeoutMs({ UNAPPENDED_AFTER_MS }: Pick<Settings, 'UNAPPENDED_AFTER_MS'>) {
  return Math.min(5000, Math.floor(UNAPPENDED_AFTER_MS / 2))
}

/** Low concurrency, because clients wait for the appends of uploads. All pages that are claimed are being sent. */
const maxConcurrentSends = 4

/** Rest after each group, which takes about 7 ms of two processes: the first pages are read meanwhile. */
const restMs = 15

/**
 * Appends pages of requests that were answered before their events are in the log. Best effort: pages not sent when
 * a send fails, the disk is full or the process stops are left to the sweep of unappended pages. Each page is claimed
 * before it is sent, so that a concurrent sweep does not send it too.
 */
export function createBackgroundAppend(deps: BackgroundAppendDeps): BackgroundAppend {
  const { store, send, tracing, logger, stopping } = deps
  const pending = new Set<Promise<void>>()
  // Silent: one log line covers all remaining pages.
  const silent = logger.child({}, { level: 'silent' })
  const append = createAppend({ store, send, tracing, logger: silent })
  const inTurn = pLimit(1)

  async function appendAll(pages: UnappendedPage[], origin: Partial<SendOptions>) {
    let remaining = pages.length
    let failure: unknown
    const traced = { startMs: spanClock(), ...origin }

    async function appendNext(next: UnappendedPage[]) {
      if (stopping.aborted) return
      await requireFreeSpace(deps)
      const claimed = await store.claimUnappended(next)
      const documents = Map.groupBy(claimed, ({ documentId }) => documentId)
      const appends = [...documents].map(async ([documentId, claims]) => {
        const submissionOf = ({ page }: PageTry) => store.submission(documentId, page)
        await append(documentId, claims, submissionOf, traced).catch((error) => {
          remaining += claims.length
          failure = error
        })
      })
      await Promise.all(appends)
      remaining -= next.length
      // Rejects at shutdown.
      await pause(restMs, undefined, { signal: stopping }).catch(() => {})
    }

    for (let from = 0; from < pages.length && failure === undefined; from += maxConcurrentSends) {
      const next = pages.slice(from, from + maxConcurrentSends)
      // Uploads take turns.
      await inTurn(appendNext, next).catch((error) => {
        failure = error
      })
    }
    if (remaining > 0) logger.warn({ err: failure, pages: remaining }, 'pages not appended yet')
  }

  return {
    add(pages, origin = {}) {
      // The request ends before: what follows is no part of it.
      const all = inContext(undefined, () => appendAll(pages, origin))
      const work = all.finally(() => pending.delete(work))
      pending.add(work)
      return work
    },
    settled: async () => {
      await Promise.all(pending)
    },
  }
}

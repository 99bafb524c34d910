import type { SystemReport } from '../../shared/http/system-api.ts'
import type { Logger } from '../../shared/process/logger.ts'
import type { Settings } from '../../shared/settings/env.ts'
import type { Store } from '../../shared/store/store.ts'
import { createAppend } from '../submission/append/append.ts'
import type { SendPage } from '../submission/append/page-sender.ts'
import type { PageTracing } from '../submission/page-tracing.ts'
import { createLostSweep } from './lost/lost.ts'
import { createPruneSweep } from './prune.ts'
import { runSweeps } from './sweeps.ts'
import { createUnappendedSweep } from './unappended.ts'

export interface AllSweepsOptions {
  store: Store
  send: SendPage
  tracing: Pick<PageTracing, 'sendPage'>
  systemReport: () => Promise<SystemReport | null>
  settings: Pick<Settings, 'UNAPPENDED_AFTER_MS' | 'LOST_AFTER_MS'>
  logger: Logger
  stopping: AbortSignal
}

/** Background work of a gateway, until `stopping`: no page stays queued for ever, and expired data is deleted. */
export function runAllSweeps(options: AllSweepsOptions): Promise<void> {
  const { store, send, tracing, systemReport, settings, logger, stopping } = options
  const now = () => performance.now()
  const { timeOrigin } = performance
  const { UNAPPENDED_AFTER_MS, LOST_AFTER_MS } = settings
  const append = createAppend({ store, send, tracing, logger })

  const isLogDrained = async () => {
    const topics = (await systemReport())?.topics
    return topics?.every(({ groups }) => groups.every(({ lag }) => lag === 0)) ?? false
  }

  return runSweeps({
    sweeps: {
      unappended: createUnappendedSweep({ store, append, afterMs: UNAPPENDED_AFTER_MS, now }),
      lost: createLostSweep({ store, isLogDrained, afterMs: LOST_AFTER_MS, now, logger }),
      prune: createPruneSweep({ store, now, timeOrigin }),
    },
    everyMs: Math.min(5000, UNAPPENDED_AFTER_MS / 2),
    logger,
    stopping,
  })
}

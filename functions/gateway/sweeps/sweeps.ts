import { setTimeout as pause } from 'node:timers/promises'
import type { Logger } from '../../shared/process/logger.ts'

/** Performs all due work once. Failed work is due again. */
export type Sweep = (stopping: AbortSignal) => Promise<void>

export interface SweepsOptions {
  sweeps: Record<string, Sweep>
  everyMs: number
  logger: Logger
  stopping: AbortSignal
}

/** Runs the sweeps sequentially every `everyMs` until `stopping` aborts. Never rejects. */
export async function runSweeps({
  sweeps,
  everyMs,
  logger,
  stopping,
}: SweepsOptions): Promise<void> {
  while (!stopping.aborted) {
    for (const [name, sweep] of Object.entries(sweeps)) {
      if (stopping.aborted) return
      await sweep(stopping).catch((error) => {
        if (!stopping.aborted) logger.warn({ err: error, sweep: name }, 'sweep failed')
      })
    }
    await pause(everyMs, undefined, { signal: stopping }).catch(() => {})
  }
}

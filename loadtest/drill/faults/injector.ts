import { monotonicMs } from '../../figures/monotonic.ts'
import type { Hit } from '../plan.ts'
import type { Fault } from './fault.ts'

/** A fault with its active period, in monotonic ms, and the processes hit. */
export interface FaultWindow extends Hit {
  from: number
  to: number
  pids: number[]
}

/** Injects faults, also concurrently, and records their windows; calls `onStart` for each. */
export function createInjector(onStart: (hit: Hit, pids: number[]) => void) {
  const windows: FaultWindow[] = []
  const active = new Set<Fault>()
  return {
    windows,
    /** Whether any fault is active: from its start until its targets answer again. */
    isFaulty: () => windows.some(({ to }) => to === Number.POSITIVE_INFINITY),
    /** Resolves when the fault is over and its targets have recovered. */
    async inject(hit: Hit, fault: Fault): Promise<void> {
      active.add(fault)
      let window: FaultWindow | undefined
      try {
        const pids = await fault.start()
        window = { ...hit, from: monotonicMs(), to: Number.POSITIVE_INFINITY, pids }
        windows.push(window)
        onStart(hit, pids)
        await passed(window.from + hit.lastsMs)
      } finally {
        await fault.end()
        active.delete(fault)
        if (window) window.to = monotonicMs()
      }
    },
    /** Ends the active faults. */
    async end() {
      await Promise.allSettled([...active].map((fault) => fault.end()))
    },
  }
}

/** Resolves at a time of the monotonic clock, in ms. */
export function passed(at: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, at - monotonicMs())))
}

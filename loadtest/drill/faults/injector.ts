import { monotonicMs } from '../../figures/monotonic.ts'
import type { Hit } from '../plan.ts'
import type { Fault } from './fault.ts'

/** A fault with when it was at work, monotonic, in ms, and on which processes. */
export interface FaultWindow extends Hit {
  from: number
  to: number
  pids: number[]
}

/** Lets faults happen, also several at once, and keeps when each was at work. `onStart` is told of each. */
export function createInjector(onStart: (hit: Hit, pids: number[]) => void) {
  const windows: FaultWindow[] = []
  const active = new Set<Fault>()
  return {
    windows,
    /** Whether one is at work: from when it has hit somebody until who was hit answers again. */
    isFaulty: () => windows.some(({ to }) => to === Number.POSITIVE_INFINITY),
    /** Resolves when it is over, and whatever it has hit is there again. */
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
    /** Ends those that are at work. */
    async end() {
      await Promise.allSettled([...active].map((fault) => fault.end()))
    },
  }
}

/** Resolves at a moment of the monotonic clock. */
export function passed(at: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, at - monotonicMs())))
}

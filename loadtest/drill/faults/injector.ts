import { monotonicMs } from '../../monotonic.ts'
import type { Fault } from './fault.ts'

/** What goes wrong, and for how long. */
export interface Disturbance {
  kind: string
  variant: string
  lastsMs: number
}

/** A disturbance with when it was at work, monotonic, in ms, and on which processes. */
export type Injected<D extends Disturbance> = D & { from: number; to: number; pids: number[] }

/** Lets faults happen, also several at once, and keeps when each was at work. `onStart` is told of each. */
export function createInjector<D extends Disturbance>(onStart: (what: D, pids: number[]) => void) {
  const windows: Injected<D>[] = []
  const active = new Set<Fault>()
  return {
    windows,
    /** Whether one is at work: from when it has hit somebody until who was hit answers again. */
    isFaulty: () => windows.some(({ to }) => to === Number.POSITIVE_INFINITY),
    /** Resolves when it is over, and whatever it has hit is there again. */
    async inject(what: D, fault: Fault): Promise<void> {
      active.add(fault)
      let window: Injected<D> | undefined
      try {
        const pids = await fault.start(what.variant)
        window = { ...what, from: monotonicMs(), to: Number.POSITIVE_INFINITY, pids }
        windows.push(window)
        onStart(what, pids)
        await passed(window.from + what.lastsMs)
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

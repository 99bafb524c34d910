import { createHeap } from './heap.ts'

/** Simulated time in ms, which goes from one action to the next. */
export interface Time {
  now(): number
  after(ms: number, act: () => void): void
  /** Repeats an action until the returned function is called. */
  every(ms: number, act: () => void): () => void
  /** Runs actions in the order of their time, then of their scheduling, until none is left or `isOver`. */
  run(isOver?: () => boolean): void
}

export function createTime(): Time {
  const due = createHeap<{ atMs: number; order: number; act: () => void }>(
    (a, b) => a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order),
  )
  let nowMs = 0
  let order = 0

  function after(ms: number, act: () => void): void {
    due.push({ atMs: nowMs + ms, order, act })
    order += 1
  }

  return {
    now: () => nowMs,
    after,
    every(ms, act) {
      let isOn = true
      const tick = () => {
        if (isOn) act()
        if (isOn) after(ms, tick)
      }
      after(ms, tick)
      return () => {
        isOn = false
      }
    },
    run(isOver = () => false) {
      for (let next = due.pop(); next; next = isOver() ? undefined : due.pop()) {
        nowMs = next.atMs
        next.act()
      }
    },
  }
}

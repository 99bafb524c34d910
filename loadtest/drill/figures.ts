import type { DrillSystem } from './stage/system.ts'
import { damagesIn } from './verdict/starts.ts'
import type { Observer } from './watch/observer.ts'

/** What was counted of all systems of a drill, and by whoever has watched them. */
export function figuresOf(systems: DrillSystem[], observers: Observer[]) {
  const sum = (counts: number[]) => counts.reduce((total, count) => total + count, 0)
  return {
    sleeps: sum(observers.map((observer) => observer.sleeps())),
    crashes: sum(systems.map((system) => system.crashes())),
    failedStarts: systems.flatMap((system) => system.failedStarts()),
    damages: systems.flatMap((system) => damagesIn(system.output())),
    endedReplicas: sum(systems.map((system) => system.endedReplicas())),
  }
}

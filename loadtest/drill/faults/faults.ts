import { createRandom } from '../../make-samples/random.ts'
import { monotonicMs } from '../../monotonic.ts'
import type { FaultKind, Step } from '../plan.ts'
import type { CuttingProxy } from '../proxy.ts'
import type { DrillSystem } from '../stage/system.ts'
import { createAnswers } from './answers.ts'
import { createCut } from './cut.ts'
import { createFullDisk } from './disk.ts'
import type { Fault } from './fault.ts'
import { createInjector, passed } from './injector.ts'
import { createKill } from './kill.ts'
import { createStop } from './stop.ts'

export interface FaultsDeps {
  seed: string
  system: DrillSystem
  proxy: CuttingProxy
  control: string
  dataDir: string
  /** Null where it cannot be set. */
  clock: Fault | null
  onStep: (step: Step, pids: number[]) => void
}

/** Carries plans out, one fault after the other, and keeps the times at which each was at work. */
export function createFaults({ seed, clock, onStep, ...deps }: FaultsDeps) {
  const random = createRandom(`targets ${seed}`)
  const faults: Record<FaultKind, Fault | null> = {
    kill: createKill({ ...deps, random }),
    stop: createStop(deps),
    cut: createCut(deps),
    answers: createAnswers(deps),
    disk: createFullDisk(deps),
    clock,
  }
  const { inject, ...injector } = createInjector(onStep)
  return {
    ...injector,
    async run(steps: Step[]) {
      const startedAt = monotonicMs()
      for (const step of steps) {
        await passed(startedAt + step.atMs)
        const fault = faults[step.kind]
        if (fault) await inject(step, fault)
      }
    },
  }
}

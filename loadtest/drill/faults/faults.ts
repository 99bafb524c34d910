import { createRandom } from '../../make-samples/random.ts'
import { monotonicMs } from '../monotonic.ts'
import type { FaultKind, Step } from '../plan.ts'
import type { CuttingProxy } from '../proxy.ts'
import type { FaultWindow } from '../repeated.ts'
import type { DrillSystem } from '../system.ts'
import { createAnswers } from './answers.ts'
import { createCut } from './cut.ts'
import { createFullDisk } from './disk.ts'
import type { Fault } from './fault.ts'
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
  const windows: FaultWindow[] = []
  let active = 0

  async function inject(step: Step): Promise<void> {
    const fault = faults[step.kind]
    if (!fault) return
    const window = { ...step, from: monotonicMs(), to: Number.POSITIVE_INFINITY, pids: [0] }
    windows.push(window)
    active += 1
    try {
      window.pids = await fault.start(step.variant)
      onStep(step, window.pids)
      await passed(window.from + step.lastsMs)
    } finally {
      await fault.end()
      active -= 1
      window.to = monotonicMs()
    }
  }

  return {
    windows,
    isFaulty: () => active > 0,
    async run(steps: Step[]) {
      const startedAt = monotonicMs()
      for (const step of steps) {
        await passed(startedAt + step.atMs)
        await inject(step)
      }
    },
    async end() {
      for (const fault of Object.values(faults)) await fault?.end()
    },
  }
}

/** Resolves at a moment of the monotonic clock. */
function passed(at: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, at - monotonicMs())))
}

import type { DrillSystem } from '../stage/system.ts'
import type { Fault } from './fault.ts'
import { signal } from './signal.ts'

/** kill -9 of one process. The runtime starts its replicas again by itself; the runtime is started by us. */
export function createKill({
  system,
  random,
}: {
  system: Pick<DrillSystem, 'pids' | 'killRuntime' | 'restart'>
  random: () => number
}): Fault {
  let isRuntimeDown = false
  return {
    async start(target) {
      if (target === 'runtime') {
        const pid = await system.killRuntime()
        isRuntimeDown = pid !== null
        return pid === null ? [] : [pid]
      }
      const pids = await system.pids(target)
      const pid = pids[random() % pids.length]
      return pid !== undefined && signal(pid, 'SIGKILL') ? [pid] : []
    },
    async end() {
      const wasDown = isRuntimeDown
      isRuntimeDown = false
      if (wasDown) await system.restart()
    },
  }
}

import type { DrillSystem } from '../system.ts'
import type { Fault } from './fault.ts'

/** kill -9 of one process. The runtime starts its replicas again by itself; the runtime is started by us. */
export function createKill({
  system,
  random,
}: {
  system: DrillSystem
  random: () => number
}): Fault {
  let isRuntimeDown = false
  return {
    async start(target) {
      const pids = await system.pids(target)
      const pid = pids[random() % pids.length]
      if (pid === undefined) return []
      if (target === 'runtime') {
        isRuntimeDown = true
        await system.killRuntime()
      } else {
        kill(pid)
      }
      return [pid]
    },
    async end() {
      const wasDown = isRuntimeDown
      isRuntimeDown = false
      if (wasDown) await system.restart()
    },
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It has just ended by itself.
  }
}

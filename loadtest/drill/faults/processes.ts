import type { DrillSystem } from '../stage/system.ts'
import { createFault, type Fault } from './fault.ts'

/** kill -9 of one random process; the runtime restarts its replicas itself. */
export function createKill(pids: number[], random: () => number): Fault {
  return createFault(
    () => {
      const pid = pids[random() % pids.length]
      return pid !== undefined && signal(pid, 'SIGKILL') ? [pid] : []
    },
    () => {},
  )
}

/** kill -9 of the runtime; ends when the runtime has restarted. */
export function createRuntimeKill(system: Pick<DrillSystem, 'killRuntime' | 'restart'>): Fault {
  let killed: number | null = null
  return createFault(
    async () => {
      killed = await system.killRuntime()
      return killed === null ? [] : [killed]
    },
    async () => {
      if (killed !== null) await system.restart()
    },
  )
}

/** SIGSTOP: the processes keep their resources but make no progress until SIGCONT. */
export function createStop(pids: number[]): Fault {
  let stopped: number[] = []
  return createFault(
    () => {
      stopped = pids.filter((pid) => signal(pid, 'SIGSTOP'))
      return stopped
    },
    () => {
      for (const pid of stopped) signal(pid, 'SIGCONT')
    },
  )
}

/** Whether the process existed. */
function signal(pid: number, name: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, name)
  } catch {
    return false
  }
}

import type { DrillSystem } from '../stage/system.ts'
import type { Fault } from './fault.ts'
import { signal } from './signal.ts'

/** SIGSTOP: the process is there, holds what it holds, and does nothing; then it goes on. */
export function createStop({ system }: { system: Pick<DrillSystem, 'pids'> }): Fault {
  const stopped = new Set<number>()
  return {
    async start(target) {
      for (const pid of await system.pids(target)) {
        if (signal(pid, 'SIGSTOP')) stopped.add(pid)
      }
      return [...stopped]
    },
    async end() {
      for (const pid of stopped) signal(pid, 'SIGCONT')
      stopped.clear()
    },
  }
}

import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'

/**
 * Sends signals to a running PostgreSQL server: to its first process, or to all. The other processes are children of
 * the first, whose pid is the first line of the pid file.
 * https://www.postgresql.org/docs/current/storage-file-layout.html
 */
export function createSignals(pidFile: string) {
  const findFirst = () => Number.parseInt(readFileSync(pidFile, 'utf8'), 10)

  return {
    toFirst(signal: NodeJS.Signals) {
      process.kill(findFirst(), signal)
    },
    /** Returns the pids. */
    toAll(signal: NodeJS.Signals): number[] {
      const first = findFirst()
      // Prevents it from creating further children.
      process.kill(first, 'SIGSTOP')
      const all = [...childrenOf(first), first]
      for (const pid of all) sendIfThere(pid, signal)
      return all
    },
  }
}

/** Resolves when all processes have ended, or after 2 s. */
export async function untilGone(pids: number[]): Promise<void> {
  const endMs = performance.now() + 2000
  while (pids.some(isRunning) && performance.now() < endMs) await pause(10)
}

/** A zombie counts as ended: it no longer shares memory. */
function isRunning(pid: number): boolean {
  if (process.platform !== 'linux') return sendIfThere(pid, 0)
  try {
    return !/\) Z [^)]*$/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return false
  }
}

function childrenOf(pid: number): number[] {
  const list = process.platform === 'linux' ? fromProc(pid) : fromPgrep(pid)
  return list.split(/\s+/).filter(Boolean).map(Number)
}

const fromProc = (pid: number) => readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
const fromPgrep = (pid: number) => execFileSync('pgrep', ['-P', String(pid)], { encoding: 'utf8' })

/** Whether the process existed; it may have just ended. */
function sendIfThere(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal)
  } catch {
    return false
  }
}

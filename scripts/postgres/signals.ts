import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/**
 * Sends signals to a running PostgreSQL server: to its first process, or to all. The others are children of
 * the first, whose number is the first line of its pid file.
 * https://www.postgresql.org/docs/current/storage-file-layout.html
 */
export function createSignals(pidFile: string) {
  const findFirst = () => Number.parseInt(readFileSync(pidFile, 'utf8'), 10)

  return {
    toFirst(signal: NodeJS.Signals) {
      process.kill(findFirst(), signal)
    },
    toAll(signal: NodeJS.Signals) {
      const first = findFirst()
      // It makes no more children then.
      process.kill(first, 'SIGSTOP')
      for (const pid of [...childrenOf(first), first]) sendIfThere(pid, signal)
    },
  }
}

function childrenOf(pid: number): number[] {
  const list = process.platform === 'linux' ? fromProc(pid) : fromPgrep(pid)
  return list.split(/\s+/).filter(Boolean).map(Number)
}

const fromProc = (pid: number) => readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
const fromPgrep = (pid: number) => execFileSync('pgrep', ['-P', String(pid)], { encoding: 'utf8' })

function sendIfThere(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch {
    // It has just ended by itself.
  }
}

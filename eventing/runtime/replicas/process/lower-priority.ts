import { writeFile } from 'node:fs/promises'
import { getPriority, setPriority } from 'node:os'
import { setTimeout as pause } from 'node:timers/promises'

/** Added niceness: a quarter of a core beside another process that uses it fully, else all that is free. */
const addedNiceness = 5
const maxNiceness = 19
/** Linux allows a user one autogroup change per 100 ms, on the whole machine. */
const retryMs = 150
const maxAttempts = 40

/**
 * Lowers the CPU priority of a process: work of seconds should not delay an answer of milliseconds. A replica is a
 * separate session, whose autogroup has a second nice value in Linux.
 * https://man7.org/linux/man-pages/man7/sched.7.html : the autogroup feature
 */
export async function lowerPriority(pid: number): Promise<void> {
  let niceness: number
  try {
    niceness = Math.min(getPriority() + addedNiceness, maxNiceness)
    setPriority(pid, niceness)
  } catch {
    // The process has ended, or this system does not allow it.
    return
  }
  for (let attempt = 0; attempt < maxAttempts; attempt += 1) {
    const refusal = await writeFile(`/proc/${pid}/autogroup`, `${niceness}`, { flag: 'r+' }).then(
      () => null,
      (error) => error.code,
    )
    // Any other error: the process has ended, or this system has no autogroups.
    if (refusal !== 'EAGAIN') return
    await pause(retryMs)
  }
}

import { writeFile } from 'node:fs/promises'
import { getPriority, setPriority } from 'node:os'
import { setTimeout as pause } from 'node:timers/promises'

/** Steps of niceness: a quarter of a core where another process wants all of it, and whatever others leave. */
const steps = 5
const nicest = 19
/** Linux lets a user change one session's value in a tenth of a second, on the whole machine. */
const againMs = 150
const times = 40

/**
 * Lets a process have the processor after others: what computes for seconds is not to hold up an answer that
 * takes milliseconds. A replica is a session of its own, for which Linux keeps a second value.
 * https://man7.org/linux/man-pages/man7/sched.7.html : the autogroup feature
 */
export async function lowerPriority(pid: number): Promise<void> {
  let niceness: number
  try {
    niceness = Math.min(getPriority() + steps, nicest)
    setPriority(pid, niceness)
  } catch {
    // It has ended, or this system lets nobody do so.
    return
  }
  for (let time = 0; time < times; time += 1) {
    const refusal = await writeFile(`/proc/${pid}/autogroup`, `${niceness}`, { flag: 'r+' }).then(
      () => null,
      (error) => error.code,
    )
    // Any other: it has ended, or this system has no such thing.
    if (refusal !== 'EAGAIN') return
    await pause(againMs)
  }
}

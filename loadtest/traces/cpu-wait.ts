import { readFile } from 'node:fs/promises'

/**
 * Time in ms in which the main thread of each process was ready to run and had no CPU, since its start. Linux only.
 * https://docs.kernel.org/scheduler/sched-stats.html#proc-pid-schedstat
 */
export async function cpuWaits(pids: number[]): Promise<Map<number, number>> {
  const waits = pids.map(async (pid): Promise<[number, number]> => {
    const stat = await readFile(`/proc/${pid}/schedstat`, 'utf8').catch(() => '')
    return [pid, Number(stat.split(' ')[1] ?? 0) / 1e6]
  })
  return new Map(await Promise.all(waits))
}

/** Sum of what processes waited since `before`, of those that are still there. */
export function waitedSince(before: Map<number, number>, now: Map<number, number>): number {
  return [...now].reduce((sum, [pid, ms]) => sum + ms - (before.get(pid) ?? 0), 0)
}

import { readFile } from 'node:fs/promises'

export interface ProcessUsage {
  rssBytes: number | null
  cpuSeconds: number | null
}

/** From Linux's /proc; null on other systems and for a process that has just ended. */
export async function usageOf(pid: number): Promise<ProcessUsage> {
  try {
    const [status, stat] = await Promise.all(
      ['status', 'stat'].map((file) => readFile(`/proc/${pid}/${file}`, 'utf8')),
    )
    const rssKiB = Number(status?.match(/^VmRSS:\s+(\d+) kB/m)?.[1])
    // Fields after the command's name, which may hold spaces itself: utime and stime in ticks of 10 ms.
    const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ') ?? []
    const ticks = Number(fields[11]) + Number(fields[12])
    return { rssBytes: rssKiB * 1024, cpuSeconds: ticks / 100 }
  } catch {
    return { rssBytes: null, cpuSeconds: null }
  }
}

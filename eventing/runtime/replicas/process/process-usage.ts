import { readFile } from 'node:fs/promises'

/** Null where unknown. */
export interface ProcessUsage {
  rssBytes: number | null
  cpuSeconds: number | null
}

/** Reads Linux's /proc. Null on other systems, and for a process that has just ended. */
export async function usageOf(pid: number): Promise<ProcessUsage> {
  const [status = '', stat = ''] = await Promise.all(
    ['status', 'stat'].map((file) => readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '')),
  )
  return toUsage(status, stat)
}

/** A zombie and a kernel thread have no VmRSS. https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
export function toUsage(status: string, stat: string): ProcessUsage {
  const rssKiB = toCount(status.match(/^VmRSS:\s+(\d+) kB/m)?.[1])
  // Fields after the command name, which may contain spaces: utime and stime in ticks of 10 ms.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const [userTicks, systemTicks] = [toCount(fields[11]), toCount(fields[12])]
  return {
    rssBytes: rssKiB === null ? null : rssKiB * 1024,
    cpuSeconds: userTicks === null || systemTicks === null ? null : (userTicks + systemTicks) / 100,
  }
}

/** Null for anything but a safe whole number. */
function toCount(text: string | undefined): number | null {
  return /^\d{1,15}$/.test(text ?? '') ? Number(text) : null
}

import { readFile } from 'node:fs/promises'

/** The most memory that a process has ever had resident, from Linux's /proc; null elsewhere and of one that ended. */
export async function peakBytesOf(pid: number | 'self'): Promise<number | null> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  const peak = status.match(/^VmHWM:\s+(\d+) kB/m)
  return peak ? Number(peak[1]) * 1024 : null
}

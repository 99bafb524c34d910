import { readFile } from 'node:fs/promises'

/** Peak resident memory of a process, from Linux's /proc; null elsewhere and for a process that ended. */
export async function peakBytesOf(pid: number | 'self'): Promise<number | null> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  const peak = status.match(/^VmHWM:\s+(\d+) kB/m)
  return peak ? Number(peak[1]) * 1024 : null
}

import { readdir, readFile } from 'node:fs/promises'
import { usageOf } from '../../../eventing/runtime/replicas/process/process-usage.ts'

export interface ProcessUsage {
  pid: number
  /** Folder of the function, or `runtime`. */
  name: string
  rssBytes: number
  /** Proportional set size: memory shared by n processes counts 1/n in each. */
  pssBytes: number
  cpuSeconds: number
}

/** A runtime and its descendants, from Linux's /proc. */
export async function processesOf(runtimePid: number): Promise<ProcessUsage[]> {
  const pids = await familyOf(runtimePid)
  const usages = await Promise.all(pids.map(usage))
  return usages.filter((usage) => usage !== null)
}

export function sumOf(usages: ProcessUsage[], what: 'rssBytes' | 'pssBytes' | 'cpuSeconds') {
  return usages.reduce((sum, usage) => sum + usage[what], 0)
}

async function familyOf(ancestor: number): Promise<number[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number)
  const parents = new Map(
    await Promise.all(pids.map(async (pid) => [pid, await parentOf(pid)] as const)),
  )
  const family = new Set([ancestor])
  for (let before = 0; before < family.size; ) {
    before = family.size
    for (const [pid, parent] of parents) if (family.has(parent)) family.add(pid)
  }
  return [...family]
}

/** Parent pid: the field after the state, which follows the command in brackets. */
async function parentOf(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
}

async function usage(pid: number): Promise<ProcessUsage | null> {
  const { rssBytes, cpuSeconds } = await usageOf(pid)
  if (rssBytes === null || cpuSeconds === null) return null
  const [command, rollup] = await Promise.all(
    ['cmdline', 'smaps_rollup'].map((file) =>
      readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => ''),
    ),
  )
  const pssKiB = Number(rollup?.match(/^Pss:\s+(\d+) kB/m)?.[1])
  const name = command?.match(/([^/\0]+)\/main\.m?[jt]s\0/)?.[1] ?? command?.split('\0')[0] ?? ''
  return { pid, name, rssBytes, pssBytes: pssKiB * 1024, cpuSeconds }
}

import { effect, type ReadonlySignal, signal } from '@preact/signals'
import type { System } from '../../functions/shared/http/system-api.ts'

/** CPU seconds by pid at a time. */
export interface CpuReading {
  atMs: number
  seconds: ReadonlyMap<number, number>
}

export function readCpu({ services }: System, atMs: number): CpuReading {
  const processes = (services ?? []).flatMap((service) => service.processes ?? [])
  return {
    atMs,
    seconds: new Map(
      processes.flatMap(({ pid, cpuSeconds }) =>
        cpuSeconds === null ? [] : [[pid, cpuSeconds] as const],
      ),
    ),
  }
}

/** Longest time between two readings that tell what a process uses now. */
const longestMs = 60_000

/** Shares of a core by pid between two readings; without processes that only one of them has. */
export function cpuShares(before: CpuReading | null, after: CpuReading): Map<number, number> {
  const shares = new Map<number, number>()
  if (before === null) return shares
  const tookMs = after.atMs - before.atMs
  if (tookMs <= 0 || tookMs > longestMs) return shares
  for (const [pid, seconds] of after.seconds) {
    const earlier = before.seconds.get(pid)
    if (earlier === undefined || seconds < earlier) continue
    shares.set(pid, ((seconds - earlier) * 1000) / tookMs)
  }
  return shares
}

/** Shares of a core by pid, from each report of the system to the next. */
export function createCpuMeter(options: {
  system: ReadonlySignal<System | null>
  /** Monotonic, in ms. */
  now: () => number
}): ReadonlySignal<ReadonlyMap<number, number>> {
  const shares = signal<ReadonlyMap<number, number>>(new Map())
  let before: CpuReading | null = null
  let read: System['services'] = null
  effect(() => {
    const system = options.system.value
    // Services that the server does not know for a while are the same: no new reading.
    if (system === null || system.services === read) return
    read = system.services
    const after = readCpu(system, options.now())
    shares.value = cpuShares(before, after)
    before = after
  })
  return shares
}

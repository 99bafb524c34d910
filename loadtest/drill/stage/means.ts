import { join } from 'node:path'
import { createClock } from '../faults/clock.ts'
import { mountDisk } from '../faults/disk.ts'
import type { Fault } from '../faults/fault.ts'
import type { FaultKind, Step } from '../plan.ts'

export interface MeansOptions {
  kinds: FaultKind[]
  folder: string
  dataDir: string
  /** Of the disk that the data is on. */
  diskBytes: number
}

export interface Means {
  clock: Fault | null
  /** Settings of the processes whose clock is to be set. */
  env: Record<string, string>
  isPossible: (step: Step) => boolean
  /** Faults that this machine cannot make, and why. */
  leftOut: string[]
  release: () => void
}

/** What some faults need of the machine: a disk that can be filled, a clock that can be set. */
export function prepareMeans({ kinds, folder, dataDir, diskBytes }: MeansOptions): Means {
  const leftOut: string[] = []
  const impossible = new Set<FaultKind>()
  let release = () => {}
  if (kinds.includes('disk')) {
    const disk = mountDisk(dataDir, diskBytes)
    if ('why' in disk) leaveOut('disk', disk.why)
    else release = disk.unmount
  }
  let clock: ReturnType<typeof createClock> | null = null
  if (kinds.includes('clock')) {
    clock = createClock(join(folder, 'clock'))
    if ('why' in clock) leaveOut('clock', clock.why)
  }

  function leaveOut(kind: FaultKind, why: string) {
    leftOut.push(`${kind}: ${why}`)
    impossible.add(kind)
  }

  return {
    ...(clock && 'clock' in clock ? clock : { clock: null, env: {} }),
    isPossible: ({ kind }) => !impossible.has(kind),
    leftOut,
    release,
  }
}

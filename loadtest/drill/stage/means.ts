import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { createClock } from '../faults/clock.ts'
import { mountDisk } from '../faults/disk.ts'
import type { Fault } from '../faults/fault.ts'
import type { Hit } from '../plan.ts'
import type { FaultKind } from '../topology.ts'

export interface MeansOptions {
  kinds: FaultKind[]
  folder: string
  dataDir: string
  /** Size of the data disk. */
  diskBytes: number
}

export interface Means {
  /** Null if the clock cannot be set. */
  setClock: ((jump: string) => Fault) | null
  /** Settings for processes whose clock can be set. */
  env: Record<string, string>
  isPossible: (hit: Pick<Hit, 'kind'>) => boolean
  /** Faults that this machine cannot inject, and why. */
  leftOut: string[]
  /** Unmounts the disk; with `keep` the data is first copied to the folder. */
  release: (keep: boolean) => void
}

/** Prepares what some faults need of the machine: a disk that can be filled, a clock that can be set. */
export function prepareMeans({ kinds, folder, dataDir, diskBytes }: MeansOptions): Means {
  const disk = kinds.includes('disk') ? mountDisk(dataDir, diskBytes) : null
  const clock = kinds.includes('clock') ? createClock(join(folder, 'clock')) : null
  const impossible = new Map<FaultKind, string>()
  if (disk && 'why' in disk) impossible.set('disk', disk.why)
  if (clock && 'why' in clock) impossible.set('clock', clock.why)
  return {
    ...(clock && 'env' in clock ? clock : { setClock: null, env: {} }),
    isPossible: ({ kind }) => !impossible.has(kind),
    leftOut: [...impossible].map(([kind, why]) => `${kind}: ${why}`),
    release(keep) {
      if (!disk || 'why' in disk) return
      if (keep) cpSync(dataDir, join(folder, 'data-kept'), { recursive: true })
      disk.unmount()
    },
  }
}

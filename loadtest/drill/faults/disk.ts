import { spawnSync } from 'node:child_process'
import { closeSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { createFault, type Fault } from './fault.ts'

/** Mounts an in-memory disk of `bytes`; `why` says why that is not possible. */
export function mountDisk(
  folder: string,
  bytes: number,
): { unmount: () => void } | { why: string } {
  const { status, stderr, error } = spawnSync(
    'mount',
    ['-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs', folder],
    { encoding: 'utf8' },
  )
  if (status !== 0) return { why: `cannot mount a small disk: ${error?.message ?? stderr.trim()}` }
  return { unmount: () => spawnSync('umount', ['-l', folder]) }
}

/** Fills the disk with one large file. */
export function createFullDisk(dataDir: string): Fault {
  const filler = join(dataDir, 'filler')
  return createFault(
    () => {
      const file = openSync(filler, 'w')
      for (const size of [1 << 20, 4096]) fill(file, Buffer.alloc(size, 1))
      closeSync(file)
    },
    () => rmSync(filler, { force: true }),
  )
}

function fill(file: number, block: Buffer): void {
  try {
    for (;;) if (writeSync(file, block) < block.length) return
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error
  }
}

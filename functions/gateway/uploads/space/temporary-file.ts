import { randomUUID } from 'node:crypto'
import { readSync } from 'node:fs'
import { open, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'

export interface TemporaryFile {
  /** In bytes. */
  readonly size: number
  /** Rejects with what the system says where the disk is full. */
  append(bytes: Uint8Array): Promise<void>
  /** The bytes from `from` up to `to`, at once: what was just written is in the system's cache. */
  read(from: number, to: number): Uint8Array
  close(): Promise<void>
}

const prefix = 'glyphflow-upload-'

/**
 * Opens a new file in `folder` that only this process can use. It loses its name at once, so the system removes it
 * with the process, whatever ends that.
 */
export async function openTemporaryFile(folder: string): Promise<TemporaryFile> {
  const path = join(folder, prefix + randomUUID())
  const handle = await open(path, 'wx+', 0o600)
  let size = 0
  try {
    // Another process that starts may have removed it already.
    await rm(path, { force: true })
  } catch (error) {
    await handle.close()
    throw error
  }
  return {
    get size() {
      return size
    },
    async append(bytes) {
      await handle.appendFile(bytes)
      size += bytes.byteLength
    },
    read(from, to) {
      const bytes = new Uint8Array(to - from)
      if (readSync(handle.fd, bytes, { position: from }) === bytes.byteLength) return bytes
      throw new RangeError(`Expected bytes ${from} to ${to} in a file of ${size}`)
    },
    close: () => handle.close(),
  }
}

/** Removes what a process that was killed while it opened a temporary file left: an empty file. Never rejects. */
export async function removeTemporaryFiles(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => [])
  const ours = names.filter((name) => name.startsWith(prefix))
  // In /tmp there may be those of other users.
  await Promise.allSettled(ours.map((name) => rm(join(folder, name), { force: true })))
}

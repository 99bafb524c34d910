import { randomUUID } from 'node:crypto'
import { readSync } from 'node:fs'
import { open, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'

export interface TemporaryFile {
  /** In bytes. */
  readonly size: number
  /** Rejects with the system error, such as ENOSPC. */
  append(bytes: Uint8Array): Promise<void>
  /** Bytes from `from`, inclusive, to `to`, exclusive. Synchronous: recent writes are in the page cache. */
  read(from: number, to: number): Uint8Array
  close(): Promise<void>
}

const prefix = 'glyphflow-upload-'

/** Opens a private, unlinked file in `folder`: the system removes it when the process ends, even by SIGKILL. */
export async function openTemporaryFile(folder: string): Promise<TemporaryFile> {
  const path = join(folder, prefix + randomUUID())
  const handle = await open(path, 'wx+', 0o600)
  let size = 0
  try {
    // A concurrently starting process may have removed it.
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

/** Removes empty files of processes killed between open and unlink. Never rejects. */
export async function removeTemporaryFiles(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => [])
  const ours = names.filter((name) => name.startsWith(prefix))
  // Files of other users in /tmp cannot be removed.
  await Promise.allSettled(ours.map((name) => rm(join(folder, name), { force: true })))
}

import {
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  type Stats,
  statSync,
} from 'node:fs'
import { join } from 'node:path'

/** Result of removing other users' permissions from files and folders. */
export interface Closing {
  /** Number of paths whose permissions were removed. */
  closed: number
  /** Paths that are still accessible to other users, and why. */
  refused: { path: string; reason: string }[]
}

/** Permission bits of group and others. */
const others = 0o077
const sticky = 0o1000
/** Folder that a file system has in its mount point. */
const lostAndFound = 'lost+found'

/**
 * Removes other users' permissions from the entries of `folder` whose names are `ours`, recursively. Closes the
 * folder itself first if all other entries are `known` and it is not shared, such as /tmp. Does not follow links.
 * Reports paths that the system refuses, and continues.
 *
 * Call it before locking a file: closing the descriptor opened here releases this process's locks on it.
 * https://sqlite.org/howtocorrupt.html#_posix_advisory_locks_canceled_by_a_separate_thread_doing_close_
 */
export function closeFolder(
  folder: string,
  ours: (name: string) => boolean,
  known: (name: string) => boolean = () => false,
): Closing {
  const closing: Closing = { closed: 0, refused: [] }
  attempt(closing, folder, () => {
    const found = lstatSync(folder)
    if (found.isSymbolicLink()) close(closing, folder, found)
    if (!found.isDirectory()) return
    const names = readdirSync(folder)
    const isOurs = names.every((name) => ours(name) || known(name) || name === lostAndFound)
    if (isOurs && (found.mode & sticky) === 0) close(closing, folder, found)
    for (const name of names.filter(ours)) closeTree(closing, join(folder, name))
  })
  return closing
}

/**
 * Closes a folder before its entries, so that no other user can replace one by a link. Skips the entries of a folder
 * that was closed before, because no other user can reach them.
 */
function closeTree(closing: Closing, path: string): void {
  attempt(closing, path, () => {
    const found = lstatSync(path)
    close(closing, path, found)
    if (!found.isDirectory() || !isOpen(found)) return
    for (const name of readdirSync(path)) closeTree(closing, join(path, name))
  })
}

function close(closing: Closing, path: string, found: Stats): void {
  if (found.isSymbolicLink()) {
    const target = statSync(path, { throwIfNoEntry: false })
    if (target && isOpen(target)) closing.refused.push({ path, reason: 'it is a link' })
    return
  }
  if (!isOpen(found)) return
  attempt(closing, path, () => {
    chmodFound(path, found)
    closing.closed += 1
  })
}

/** Throws if the path is another file than `found`, has further hard links, or keeps its permissions. */
function chmodFound(path: string, found: Stats): void {
  if (!found.isFile() && !found.isDirectory()) throw new Error('it is neither a file nor a folder')
  if (found.isFile() && found.nlink > 1) throw new Error('it has further hard links')
  // By descriptor: the path may refer to another file by now.
  const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants
  const descriptor = openSync(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
  try {
    const { dev, ino, mode } = fstatSync(descriptor)
    if (dev !== found.dev || ino !== found.ino) throw new Error('another file replaced it')
    fchmodSync(descriptor, mode & 0o7777 & ~others)
    if (isOpen(fstatSync(descriptor))) throw new Error('its file system does not store permissions')
  } finally {
    closeSync(descriptor)
  }
}

function isOpen({ mode }: Stats): boolean {
  return (mode & others) !== 0
}

function attempt(closing: Closing, path: string, work: () => void): void {
  try {
    work()
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return
    const reason = error instanceof Error ? error.message : String(error)
    closing.refused.push({ path, reason })
  }
}

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

/** What became of files and folders that other users of the machine could use. */
export interface Closing {
  /** How many are closed to them now. */
  closed: number
  /** Those that are not, and why. */
  refused: { path: string; reason: string }[]
}

/** Permissions of the group and of all others. */
const others = 0o077
const sticky = 0o1000
/** A file system's own, in the folder that it is mounted on. */
const fileSystems = 'lost+found'

/**
 * Takes away what other users may do with the files and folders of `folder` whose names are `ours`, and all
 * that is in them. The folder itself is closed first where there is nothing else but what is `known`, and it is
 * not one for everybody, such as /tmp. Links are not followed. What the system refuses is told, and the rest
 * goes on.
 *
 * To be called before a file is locked: its locks of this process end with the reading of its permissions.
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
    const isOurs = names.every((name) => ours(name) || known(name) || name === fileSystems)
    if (isOurs && (found.mode & sticky) === 0) close(closing, folder, found)
    for (const name of names.filter(ours)) closeTree(closing, join(folder, name))
  })
  return closing
}

/**
 * Folders before what is in them: then nobody else can put a link in its place. In one that was closed before,
 * nobody else can reach anything, so there is no need to look.
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

/** Throws unless what has the path is still what was found, has no other name, and is closed afterwards. */
function chmodFound(path: string, found: Stats): void {
  if (!found.isFile() && !found.isDirectory()) throw new Error('it is neither a file nor a folder')
  if (found.isFile() && found.nlink > 1) throw new Error('it has another name elsewhere')
  // Not by its name, which may be that of something else by now.
  const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants
  const descriptor = openSync(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
  try {
    const { dev, ino, mode } = fstatSync(descriptor)
    if (dev !== found.dev || ino !== found.ino) throw new Error('it was replaced meanwhile')
    fchmodSync(descriptor, mode & 0o7777 & ~others)
    if (isOpen(fstatSync(descriptor))) throw new Error('its file system keeps no permissions')
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

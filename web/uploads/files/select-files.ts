import pLimit from 'p-limit'
import type { System } from '../../../functions/shared/http/system-api.ts'
import { cannotBeRead, checkFile, type Fault, isNoPicture } from './check-file.ts'
import { comparePaths } from './natural-order.ts'

/** A file that was chosen or dropped. */
export interface PickedFile {
  /** Its name, after those of the folders that it was picked with, separated by slashes. */
  path: string
  /** Null if it cannot be opened. */
  file: File | null
}

export interface RefusedFile {
  path: string
  fault: Fault
}

export interface Selection {
  /** In the natural order of their paths. */
  files: File[]
  refused: RefusedFile[]
}

/** Files whose first bytes are read at the same time. */
const maxAtOnce = 8

const isHidden: Fault = { title: 'hidden', detail: 'Hidden files of a folder are left out' }

/** Sorts out the files that are not worth sending, without reading more than their first bytes. */
export async function selectFiles(
  picked: readonly PickedFile[],
  limits: System['limits'] | null,
): Promise<Selection> {
  const sorted = picked.toSorted((one, other) => comparePaths(one.path, other.path))
  const faults = await pLimit(maxAtOnce).map(sorted, async ({ path, file }) => {
    if (isHiddenPath(path)) return isHidden
    return file ? checkFile(file, limits) : cannotBeRead
  })
  return {
    files: sorted.flatMap(({ file }, index) => (file && !faults[index] ? [file] : [])),
    refused: sorted.flatMap(({ path }, index) => {
      const fault = faults[index]
      return fault ? [{ path, fault }] : []
    }),
  }
}

/** Whether a file that was left out may have been meant as a page. */
export function isMissed({ fault }: RefusedFile): boolean {
  return fault !== isHidden && fault !== isNoPicture
}

/** A file or folder that was picked by itself is meant, whatever its name. */
function isHiddenPath(path: string): boolean {
  return path
    .split('/')
    .slice(1)
    .some((name) => name.startsWith('.'))
}

import type { PickedFile } from './select-files.ts'

/** All files of a drop, with those in dropped folders at any depth. */
export async function readDropped(transfer: DataTransfer): Promise<PickedFile[]> {
  // Entries and files are unavailable after the first await.
  const entries = Array.from(transfer.items, (item) => item.webkitGetAsEntry?.() ?? null)
  const files = Array.from(transfer.files)
  if (!entries.some((entry) => entry?.isDirectory)) return toPicked(files)
  const found: PickedFile[] = []
  for (const entry of entries) if (entry) await readEntry(entry, found)
  return found
}

/** Files of an input, which may be one for folders. */
export function toPicked(files: Iterable<File>): PickedFile[] {
  return Array.from(files, (file) => ({ path: file.webkitRelativePath || file.name, file }))
}

/** Adds the files of an entry. One entry after the other: a folder may have thousands. */
async function readEntry(entry: FileSystemEntry, found: PickedFile[]): Promise<void> {
  const path = entry.fullPath.replace(/^\//, '')
  if (isFolder(entry)) {
    const children = await readFolder(entry)
    if (children === null) found.push({ path: `${path}/`, file: null })
    for (const child of children ?? []) await readEntry(child, found)
  } else if (isFile(entry)) {
    const file = await new Promise<File | null>((resolve) =>
      entry.file(resolve, () => resolve(null)),
    )
    found.push({ path, file })
  }
}

/** Null if it cannot be opened. readEntries gives at most 100 entries per call, and an empty list at the end. */
async function readFolder(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[] | null> {
  const reader = folder.createReader()
  const children: FileSystemEntry[] = []
  for (;;) {
    const some = await new Promise<FileSystemEntry[] | null>((resolve) =>
      reader.readEntries(resolve, () => resolve(null)),
    )
    if (some === null) return null
    if (some.length === 0) return children
    children.push(...some)
  }
}

function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile
}

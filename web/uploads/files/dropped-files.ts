/** Files of a drop: all dropped files, and the pictures and PDFs in dropped folders at any depth. */
export async function readDropped(transfer: DataTransfer): Promise<File[]> {
  // Entries and files are unavailable after the first await.
  const entries = Array.from(transfer.items, (item) => item.webkitGetAsEntry?.() ?? null)
  const files = Array.from(transfer.files)
  if (!entries.some((entry) => entry?.isDirectory)) return files
  const found = await Promise.all(entries.map((entry) => (entry ? readEntry(entry, false) : [])))
  return found.flat()
}

async function readEntry(entry: FileSystemEntry, inFolder: boolean): Promise<File[]> {
  if (isFolder(entry)) {
    const children = await readFolder(entry)
    const found = await Promise.all(children.map((child) => readEntry(child, true)))
    return found.flat()
  }
  if (!isFile(entry)) return []
  const file = await new Promise<File | null>((resolve) => entry.file(resolve, () => resolve(null)))
  // A folder of scans may contain other files; a file dropped by itself is always sent.
  return file && (!inFolder || /^image\/|^application\/pdf$/.test(file.type)) ? [file] : []
}

/** readEntries gives at most 100 entries per call, and an empty list at the end. */
async function readFolder(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader()
  const children: FileSystemEntry[] = []
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve) =>
      reader.readEntries(resolve, () => resolve([])),
    )
    if (some.length === 0) break
    children.push(...some)
  }
  return children.sort((one, other) => one.name.localeCompare(other.name, 'en', { numeric: true }))
}

function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile
}

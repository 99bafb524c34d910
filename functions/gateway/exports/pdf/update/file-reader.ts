/** A PDF whose bytes can be read from any offset. */
export interface PdfFile {
  /** Size in bytes. */
  bytes: number
  /** Bytes from `from` up to `to`, by default all, in pieces. */
  read(from?: number, to?: number): AsyncIterable<Uint8Array>
}

/** Offsets are multiples of it, as those of the store's chunks are. */
const blockBytes = 1024 * 1024
const maxBlocks = 8

/** Reads parts of a file, and keeps its latest 8 MiB. */
export function createFileReader(file: PdfFile) {
  const blocks = new Map<number, Buffer>()

  async function block(start: number): Promise<Buffer> {
    const kept = blocks.get(start)
    blocks.delete(start)
    const pieces: Uint8Array[] = []
    if (!kept) {
      const end = Math.min(start + blockBytes, file.bytes)
      for await (const piece of file.read(start, end)) pieces.push(piece)
    }
    const found = kept ?? Buffer.concat(pieces)
    blocks.set(start, found)
    const [oldest] = blocks.keys()
    if (oldest !== undefined && blocks.size > maxBlocks) blocks.delete(oldest)
    return found
  }

  return {
    bytes: file.bytes,
    /** Bytes from `from` up to `to`, fewer at the end of the file. */
    async read(from: number, to: number): Promise<Buffer> {
      const end = Math.min(to, file.bytes)
      const parts: Buffer[] = []
      for (let at = from; at < end; ) {
        const start = at - (at % blockBytes)
        const bytes = await block(start)
        const part = bytes.subarray(at - start, end - start)
        if (part.length === 0) break
        parts.push(part)
        at += part.length
      }
      return parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts)
    },
  }
}

export type FileReader = ReturnType<typeof createFileReader>

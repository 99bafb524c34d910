import { StructureError } from './values.ts'

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
/** In µs, as measured. */
const blockWork = 500

/**
 * Reads parts of a file, and keeps its latest 8 MiB. What is done with it is counted, not timed: so an outcome does not
 * depend on what else this process does. Throws StructureError beyond `maxWork`.
 */
export function createFileReader(file: PdfFile, maxWork = Number.POSITIVE_INFINITY) {
  const blocks = new Map<number, Buffer>()
  let work = 0

  /** Adds work in units of about 1 µs. */
  function count(units: number): void {
    work += units
    if (work > maxWork) throw new StructureError('Too many or too large objects')
  }

  async function block(start: number): Promise<Buffer> {
    const kept = blocks.get(start)
    blocks.delete(start)
    const pieces: Uint8Array[] = []
    if (!kept) {
      count(blockWork)
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
    count,
    /** Bytes from `from` up to `to`, fewer at the end of the file. */
    async read(from: number, to: number): Promise<Buffer> {
      count(1)
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

import { digestOf } from '../events/contract/digest.ts'
import { DamagedError, DeletedError } from './store.ts'
import { checksumOf, intact } from './values/checksum.ts'
import type { NewOriginal, NewPage } from './values/new-document.ts'
import type { StoredOriginal } from './values/stored.ts'

/** Size of a piece and of a row: a larger original has several, so that it is never in memory as a whole. */
const chunkBytes = 1024 * 1024

export interface Chunk {
  /** Offset in the original. */
  start: number
  checksum: number
  bytes: Uint8Array
}

/** Whether the original of this page is saved with it: it is the first of its original, or the only one. */
export function isFirst({ originalPage = 1 }: Pick<NewPage, 'originalPage'>): boolean {
  return originalPage === 1
}

/** Offsets of the chunks of an original. */
export function startsOf({ bytes }: NewOriginal): number[] {
  return Array.from({ length: Math.ceil(bytes / chunkBytes) }, (_, index) => index * chunkBytes)
}

/** Chunk of a new original at offset `start`. */
export function toChunk({ bytes, read }: NewOriginal, start: number): Chunk {
  const chunk = read(start, Math.min(start + chunkBytes, bytes))
  return { start, checksum: checksumOf(chunk), bytes: chunk }
}

/** Chunks of a new original, each read on demand. */
export function* toChunks(original: NewOriginal): Generator<Chunk, void> {
  for (const start of startsOf(original)) yield toChunk(original, start)
}

/** Original that is read chunk by chunk: `chunkAt` finds the chunk with the byte at `position`. */
export function toStoredOriginal(
  about: Omit<StoredOriginal, 'read'>,
  chunkAt: (position: number) => Promise<Chunk | undefined>,
): StoredOriginal {
  return {
    ...about,
    async *read(from = 0, to = about.bytes) {
      for (let position = from; position < to; ) {
        const chunk = await chunkAt(position)
        if (!chunk) throw new DeletedError('The document was deleted during the read')
        const bytes = intact(chunk.bytes, chunk.checksum, 'an original')
        const end = chunk.start + bytes.byteLength
        if (end <= position) throw new DamagedError('A chunk of the original is missing')
        yield bytes.subarray(position - chunk.start, to - chunk.start)
        position = end
      }
    },
  }
}

/** New original of an image in memory. */
export function inMemory(image: Uint8Array): NewOriginal {
  return {
    bytes: image.byteLength,
    digest: digestOf(image),
    read: (from, to) => image.subarray(from, to),
  }
}

/** Bytes of a new original from `from` up to `to`, by default all, in pieces of at most 1 MiB. */
export async function* piecesOf(
  { bytes, read }: Pick<NewOriginal, 'bytes' | 'read'>,
  from = 0,
  to = bytes,
): AsyncGenerator<Uint8Array, void> {
  for (let at = from; at < to; at += chunkBytes) yield read(at, Math.min(at + chunkBytes, to))
}

/** Reads a whole original into memory. */
export async function readAll(original: StoredOriginal): Promise<Uint8Array> {
  const all = new Uint8Array(original.bytes)
  let length = 0
  for await (const bytes of original.read()) {
    all.set(bytes, length)
    length += bytes.byteLength
  }
  return all
}

import { digestOf } from '../events/digest.ts'
import { DamagedError, DeletedError } from './store.ts'
import { checksumOf, intact } from './values/checksum.ts'
import type { NewOriginal, StoredOriginal } from './values/stored.ts'

/** An original of at most so many bytes is one row; a larger one is several, so that nobody needs all of it at once. */
const chunkBytes = 1024 * 1024

export interface Chunk {
  /** Where its bytes begin in the original. */
  start: number
  checksum: number
  bytes: Uint8Array
}

/** Where the rows of an original begin. */
export function startsOf({ bytes }: NewOriginal): number[] {
  return Array.from({ length: Math.ceil(bytes / chunkBytes) }, (_, index) => index * chunkBytes)
}

/** The row of an original that is to be saved which begins at `start`. */
export function toChunk({ bytes, read }: NewOriginal, start: number): Chunk {
  const chunk = read(start, Math.min(start + chunkBytes, bytes))
  return { start, checksum: checksumOf(chunk), bytes: chunk }
}

/** All its rows, each read when it is its turn. */
export function* toChunks(original: NewOriginal): Generator<Chunk, void> {
  for (const start of startsOf(original)) yield toChunk(original, start)
}

/** An original whose bytes are asked for row by row: `chunkAt` finds the one that has the byte at `position`. */
export function toStoredOriginal(
  about: Omit<StoredOriginal, 'read'>,
  chunkAt: (position: number) => Promise<Chunk | undefined>,
): StoredOriginal {
  return {
    ...about,
    async *read(from = 0, to = about.bytes) {
      for (let position = from; position < to; ) {
        const chunk = await chunkAt(position)
        if (!chunk) throw new DeletedError('The document was deleted while its original was read')
        const bytes = intact(chunk.bytes, chunk.checksum)
        const end = chunk.start + bytes.byteLength
        if (end <= position) throw new DamagedError('A part of an original is missing')
        yield bytes.subarray(position - chunk.start, to - chunk.start)
        position = end
      }
    },
  }
}

/** What is to be saved of an image that is in memory. */
export function inMemory(image: Uint8Array): NewOriginal {
  return {
    bytes: image.byteLength,
    digest: digestOf(image),
    read: (from, to) => image.subarray(from, to),
  }
}

/** All of an original, once in memory. */
export async function readAll(original: StoredOriginal): Promise<Uint8Array> {
  const all = new Uint8Array(original.bytes)
  let length = 0
  for await (const bytes of original.read()) {
    all.set(bytes, length)
    length += bytes.byteLength
  }
  return all
}

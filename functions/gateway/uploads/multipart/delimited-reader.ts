export interface DelimitedReader {
  /** The bytes before `delimiter`, which is passed over, in pieces. */
  until(delimiter: Buffer): AsyncGenerator<Buffer, void>
  /** Whether the next bytes are these; passes over them if so. */
  skip(bytes: Buffer): Promise<boolean>
  /** Reads what is left, for nothing. */
  drain(): Promise<void>
  /** Lets go of the body, wherever it is. */
  close(): Promise<void>
}

/**
 * Reads a body up to one delimiter after another, however they are split over its chunks. Throws what `ended` makes
 * where the body ends before a delimiter.
 */
export function createDelimitedReader(
  body: AsyncIterable<Uint8Array>,
  { before, ended }: { before: Buffer; ended: () => Error },
): DelimitedReader {
  const chunks = body[Symbol.asyncIterator]()
  let buffered = before

  async function readMore(): Promise<boolean> {
    const { done, value } = await chunks.next()
    if (done) return false
    const chunk = Buffer.from(value.buffer, value.byteOffset, value.length)
    buffered = buffered.length > 0 ? Buffer.concat([buffered, chunk]) : chunk
    return true
  }

  return {
    async *until(delimiter) {
      for (;;) {
        const at = buffered.indexOf(delimiter)
        const end = at === -1 ? beginningOf(delimiter, buffered) : at
        const piece = buffered.subarray(0, end)
        buffered = buffered.subarray(at === -1 ? end : end + delimiter.length)
        if (piece.length > 0) yield piece
        if (at !== -1) return
        if (!(await readMore())) throw ended()
      }
    },
    async skip(bytes) {
      while (buffered.length < bytes.length && (await readMore())) {}
      const isThere = buffered.subarray(0, bytes.length).equals(bytes)
      if (isThere) buffered = buffered.subarray(bytes.length)
      return isThere
    },
    async drain() {
      do buffered = Buffer.alloc(0)
      while (await readMore())
    },
    async close() {
      await chunks.return?.()
    },
  }
}

/** Index from which the last bytes may be the beginning of a delimiter; the length where they cannot. */
function beginningOf(delimiter: Buffer, bytes: Buffer): number {
  const at = bytes.indexOf(delimiter.subarray(0, 1), 1 - delimiter.length)
  return at === -1 ? bytes.length : at
}

export interface DelimitedReader {
  /** Yields the bytes before `delimiter`, in chunks, and consumes the delimiter. */
  until(delimiter: Buffer): AsyncGenerator<Buffer, void>
  /** Consumes `bytes` if they are next; returns whether they were. */
  skip(bytes: Buffer): Promise<boolean>
  /** Reads and discards the rest. */
  drain(): Promise<void>
  /** Cancels the body. */
  close(): Promise<void>
}

/**
 * Reads a body from delimiter to delimiter, also across chunk borders. Throws `ended()` if the body ends before a
 * delimiter.
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
        const end = at === -1 ? partialIndexOf(delimiter, buffered) : at
        const piece = buffered.subarray(0, end)
        buffered = buffered.subarray(at === -1 ? end : end + delimiter.length)
        if (piece.length > 0) yield piece
        if (at !== -1) return
        if (!(await readMore())) throw ended()
      }
    },
    async skip(bytes) {
      while (buffered.length < bytes.length && (await readMore())) {}
      const isMatch = buffered.subarray(0, bytes.length).equals(bytes)
      if (isMatch) buffered = buffered.subarray(bytes.length)
      return isMatch
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

/** Index in the last bytes where a delimiter may begin; the length if none can. */
function partialIndexOf(delimiter: Buffer, bytes: Buffer): number {
  const at = bytes.indexOf(delimiter.subarray(0, 1), 1 - delimiter.length)
  return at === -1 ? bytes.length : at
}

const chunkBytes = 64 * 1024

/** The same bytes in pieces of at least 64 KiB, but for the last: a PDF is written in thousands of small ones. */
export async function* inChunks(
  parts: AsyncIterable<string | Uint8Array>,
): AsyncGenerator<Uint8Array> {
  let waiting: Uint8Array[] = []
  let length = 0
  for await (const part of parts) {
    const bytes = typeof part === 'string' ? Buffer.from(part) : part
    waiting.push(bytes)
    length += bytes.byteLength
    if (length < chunkBytes) continue
    yield Buffer.concat(waiting)
    waiting = []
    length = 0
  }
  if (length > 0) yield Buffer.concat(waiting)
}

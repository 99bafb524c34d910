/**
 * Bytes of an original as the body of a response. The first are read before it resolves, so that a request for what
 * is damaged is answered as such; what goes wrong later cuts the connection.
 */
export async function toBody(bytes: AsyncIterable<Uint8Array>): Promise<ReadableStream> {
  const chunks = bytes[Symbol.asyncIterator]()
  const first = await chunks.next()
  return ReadableStream.from(
    (async function* () {
      for (let next = first; !next.done; next = await chunks.next()) yield next.value
    })(),
  )
}

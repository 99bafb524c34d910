import type { Context } from 'hono'
import { Problem } from '../../shared/http/problem.ts'
import type { Logger } from '../../shared/process/logger.ts'
import { connectionOf } from '../http/connection.ts'
import { explainStoreError } from '../http/store-problems.ts'

/**
 * Bytes of an original as a response body. The first chunk is read before it resolves, so damage there is answered as
 * a problem; an error in a later chunk closes the connection, so that no client takes a partial body for complete.
 * Ends `bytes` if the client leaves, and for a HEAD request, which has no body.
 */
export async function toBody(
  c: Context,
  bytes: AsyncIterable<Uint8Array>,
  logger: Logger,
): Promise<ReadableStream> {
  const chunks = bytes[Symbol.asyncIterator]()
  // The only chunk in memory: a slow client may hold it for long.
  let first: IteratorResult<Uint8Array> | null = await chunks.next()
  const end = async (): Promise<IteratorReturnResult<undefined>> => {
    await chunks.return?.()
    return { done: true, value: undefined }
  }
  if (c.req.method === 'HEAD') {
    await end()
    return ReadableStream.from([])
  }

  async function next(): Promise<IteratorResult<Uint8Array>> {
    try {
      const result = first ?? (await chunks.next())
      first = null
      return result
    } catch (error) {
      const connection = connectionOf(c)
      if (!(explainStoreError(error, logger) instanceof Problem) || !connection) throw error
      connection.destroy()
      return end()
    }
  }
  // Not a generator, which would not end `bytes` if the client leaves before the first chunk.
  return ReadableStream.from({ [Symbol.asyncIterator]: () => ({ next, return: end }) })
}

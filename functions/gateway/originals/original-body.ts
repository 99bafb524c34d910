import type { Context } from 'hono'
import { Problem } from '../../shared/http/problem.ts'
import type { Logger } from '../../shared/process/logger.ts'
import { connectionOf } from '../http/connection.ts'
import { explainStoreError } from '../http/store-problems.ts'

/**
 * Bytes of an original as a response body. The first chunk is read before it resolves, so damage there is answered as
 * a problem; an error in a later chunk closes the connection, so that no client takes a partial body for complete.
 */
export async function toBody(
  c: Context,
  bytes: AsyncIterable<Uint8Array>,
  logger: Logger,
): Promise<ReadableStream> {
  const chunks = bytes[Symbol.asyncIterator]()
  // The only chunk in memory: a slow client may hold it for long.
  let next = await chunks.next()

  async function* allChunks() {
    try {
      for (; !next.done; next = await chunks.next()) yield next.value
    } catch (error) {
      const connection = connectionOf(c)
      if (!(explainStoreError(error, logger) instanceof Problem) || !connection) throw error
      connection.destroy()
    }
  }
  return ReadableStream.from(allChunks())
}

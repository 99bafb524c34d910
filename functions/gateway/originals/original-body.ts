import type { Context } from 'hono'
import { Problem } from '../../shared/http/problem.ts'
import type { Logger } from '../../shared/process/logger.ts'
import { connectionOf } from '../http/connection.ts'
import { explainStoreError } from '../http/store-problems.ts'

/**
 * Bytes of an original as the body of a response. The first are read before it resolves, so that a request for what
 * is damaged is answered as such; a problem later on cuts the connection, so that no client takes what came for all.
 */
export async function toBody(
  c: Context,
  bytes: AsyncIterable<Uint8Array>,
  logger: Logger,
): Promise<ReadableStream> {
  const chunks = bytes[Symbol.asyncIterator]()
  // The one that is being sent, and no other: a slow client keeps it for long.
  let next = await chunks.next()

  async function* all() {
    try {
      for (; !next.done; next = await chunks.next()) yield next.value
    } catch (error) {
      const connection = connectionOf(c)
      if (!(explainStoreError(error, logger) instanceof Problem) || !connection) throw error
      connection.destroy()
    }
  }
  return ReadableStream.from(all())
}

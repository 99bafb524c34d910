import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { setTimeout as pause } from 'node:timers/promises'
import * as z from 'zod'

const Watched = z.object({ type: z.string(), object: z.unknown() })

/**
 * Calls `note` for each object of a collection that exists, is added, changes or is deleted, until `signal` aborts. A
 * connection that ends is opened again.
 */
export async function watchObjects(
  url: string,
  signal: AbortSignal,
  note: (type: string, object: unknown) => void,
): Promise<void> {
  while (!signal.aborted) {
    try {
      const { body } = await fetch(`${url}?watch=1`, { signal })
      if (!body) continue
      for await (const line of createInterface(Readable.fromWeb(body))) {
        const { type, object } = Watched.parse(JSON.parse(line))
        if (type === 'ERROR') break
        note(type, object)
      }
    } catch (error) {
      if (!signal.aborted && error instanceof z.ZodError) throw error
    }
    await pause(200)
  }
}

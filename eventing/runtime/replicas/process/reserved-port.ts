import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { listen } from '../../../../functions/shared/http/serve.ts'

/** A TCP port of 127.0.0.1 reserved for a later listener. */
export interface ReservedPort {
  port: number
  /** Idempotent. The end of this process releases the port too. */
  release(): void
}

/**
 * Reserves a free port that is not handed out meanwhile: below the system's ephemeral ports, and marked for other
 * callers, in any process, by a UDP socket with the same number.
 * https://www.rfc-editor.org/rfc/rfc6056#section-2.1
 */
export async function reservePort(): Promise<ReservedPort> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 10_000)
    const mark = createSocket('udp4')
    const probe = createServer()
    try {
      mark.bind({ port, address: '127.0.0.1', exclusive: true })
      await once(mark, 'listening')
      await listen(probe, '127.0.0.1', port)
    } catch {
      // In use.
      mark.close()
      continue
    } finally {
      probe.close()
    }
    mark.unref()
    let isReserved = true
    return {
      port,
      release() {
        if (isReserved) mark.close()
        isReserved = false
      },
    }
  }
}

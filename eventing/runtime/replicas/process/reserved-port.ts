import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { listen } from '../../../../functions/shared/http/serve.ts'

/** A TCP port of 127.0.0.1 for somebody who listens there later. */
export interface ReservedPort {
  port: number
  /** Harmless a second time. The end of this process releases it too. */
  release(): void
}

/**
 * One that nobody has, and that nobody is given meanwhile: below those that the system hands out by itself, and
 * marked for others who ask here, in whatever process, by a UDP socket with the same number.
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
      // Somebody has it.
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

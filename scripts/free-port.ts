import { createServer } from 'node:http'
import { listen } from '../functions/shared/serve.ts'

/**
 * Below those that the system hands out by itself, so that nobody is given it while its server is down.
 * https://www.rfc-editor.org/rfc/rfc6056#section-2.1
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 10_000)
    const server = createServer()
    try {
      await listen(server, '127.0.0.1', port)
      return port
    } catch {
      // Somebody has it.
    } finally {
      server.close()
    }
  }
}

import { pbkdf2 } from 'node:crypto'
import { subscribe } from 'node:diagnostics_channel'
import { DeadlineError, type Engine } from './engine/engine.ts'
import { servePages } from './serve-pages.ts'

/** Function ocr with an engine that never stops, on a thread of libuv's pool like libtesseract. Sends its port. */
const stuck = new AbortController()
const engine: Engine = {
  ...{ name: 'e', languages: ['eng'], modelOf: () => 'm' },
  ...{ warm: async () => {}, close: async () => {} },
  async recognize() {
    pbkdf2('never', 'ends', 2 ** 31 - 1, 64, 'sha512', () => {})
    stuck.abort()
    throw new DeadlineError()
  },
}

subscribe('tracing:net.server.listen:asyncEnd', (listening) => {
  const { server } = listening as { server: { address(): { port: number } } }
  process.send?.(server.address().port)
})
await servePages({
  engine,
  stuck: stuck.signal,
  env: {
    ...{ PORT: 0, HOST: '127.0.0.1', LOG_LEVEL: 'silent', K_SINK: process.env.K_SINK ?? '' },
    ORIGINALS_URL: 'http://127.0.0.1/',
    REQUIRE_INTERNAL_TOKEN: false,
    ...{ MAX_IMAGE_BYTES: 1000, MAX_PDF_BYTES: 1000, MAX_PIXELS: 1000, MAX_SIDE: 1000 },
    ...{ PAGE_TIMEOUT_MS: 60_000, SECOND_LOOKS: false, PDF_TEXT: 'auto' },
  },
})

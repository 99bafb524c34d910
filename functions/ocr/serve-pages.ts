import type { Settings } from '../shared/env.ts'
import { createLog } from '../shared/log.ts'
import { serve, stopSignal } from '../shared/serve.ts'
import { createSender } from '../shared/sink.ts'
import { createOcrApp } from './app.ts'
import type { Engine } from './engine.ts'
import { createPageReader } from './read-page.ts'

export interface PageSettings
  extends Pick<
    Settings,
    'PORT' | 'HOST' | 'LOG_LEVEL' | 'MAX_PIXELS' | 'MAX_SIDE' | 'MAX_EVENT_BYTES'
  > {
  K_SINK: string
}

/** Listens for pages that the engine is to read. */
export async function servePages(engine: Engine, env: PageSettings): Promise<void> {
  const app = createOcrApp({
    readPage: createPageReader(engine, { maxPixels: env.MAX_PIXELS, maxSide: env.MAX_SIDE }),
    // What was read is worth more than the slot that it holds while the sink is away.
    send: createSender(env.K_SINK, { retryForMs: 60_000 }),
    log: createLog('ocr', env.LOG_LEVEL),
    maxEventBytes: env.MAX_EVENT_BYTES,
  })
  await serve({
    app,
    host: env.HOST,
    port: env.PORT,
    stopping: stopSignal(),
    close: engine.close,
  })
}

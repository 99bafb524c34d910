import { z } from 'zod'
import { readEnv, settings } from '../shared/env.ts'
import { createLog } from '../shared/log.ts'
import { run } from '../shared/run.ts'
import { serve, stopSignal } from '../shared/serve.ts'
import { createSender } from '../shared/sink.ts'
import { createOcrApp } from './app.ts'
import { findLanguageData } from './language-data.ts'
import { createPageReader } from './read-page.ts'
import { createTesseractJs } from './tesseract-js.ts'

await run(async () => {
  const env = readEnv(
    settings
      .pick({
        PORT: true,
        HOST: true,
        LOG_LEVEL: true,
        OCR_LANGUAGES: true,
        TESSDATA_DIR: true,
        MAX_PIXELS: true,
        MAX_SIDE: true,
        MAX_EVENT_BYTES: true,
        PAGE_TIMEOUT_MS: true,
      })
      .extend({ K_SINK: z.url() }),
    process.env,
  )
  const log = createLog('ocr', env.LOG_LEVEL)
  const engine = createTesseractJs({
    data: findLanguageData(env.OCR_LANGUAGES, env.TESSDATA_DIR),
    timeoutMs: env.PAGE_TIMEOUT_MS,
  })
  const app = createOcrApp({
    readPage: createPageReader(engine, { maxPixels: env.MAX_PIXELS, maxSide: env.MAX_SIDE }),
    // What was read is worth more than the slot that it holds while the sink is away.
    send: createSender(env.K_SINK, { retryForMs: 60_000 }),
    log,
    maxEventBytes: env.MAX_EVENT_BYTES,
  })
  await serve({
    app,
    host: env.HOST,
    port: env.PORT,
    stopping: stopSignal(),
    close: engine.close,
  })
  await engine.warm(env.OCR_LANGUAGES[0] ?? 'eng')
})

import * as z from 'zod'
import { readEnv, settings } from '../shared/env.ts'
import { run } from '../shared/run.ts'
import { findLanguageData } from './language-data.ts'
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
  const engine = createTesseractJs({
    data: findLanguageData(env.OCR_LANGUAGES, env.TESSDATA_DIR),
    timeoutMs: env.PAGE_TIMEOUT_MS,
  })
  // The engine starts, in its own thread, while everything else is loaded.
  const serving = import('./serve-pages.ts').then(({ servePages }) => servePages(engine, env))
  await Promise.all([engine.warm(env.OCR_LANGUAGES[0] ?? 'eng'), serving])
})

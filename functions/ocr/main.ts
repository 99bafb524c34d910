import * as z from 'zod'
import { originalsUrl, platform, readEnv, settings } from '../shared/env.ts'
import { run } from '../shared/run.ts'
import { openEngine } from './engine/open-engine.ts'

await run(async () => {
  const env = readEnv(
    settings
      .pick({
        PORT: true,
        HOST: true,
        LOG_LEVEL: true,
        OCR_ENGINE: true,
        OCR_LANGUAGES: true,
        TESSDATA_DIR: true,
        MAX_IMAGE_BYTES: true,
        MAX_PIXELS: true,
        MAX_SIDE: true,
        PAGE_TIMEOUT_MS: true,
        SECOND_LOOKS: true,
      })
      .extend({ ...platform.shape, K_SINK: z.url(), ORIGINALS_URL: originalsUrl }),
    process.env,
  )
  const stuck = new AbortController()
  const engine = await openEngine(env, () => stuck.abort())
  // The engine starts beside everything else that is to be loaded.
  const serving = import('./serve-pages.ts').then(({ servePages }) =>
    servePages({ engine, stuck: stuck.signal, env }),
  )
  await Promise.all([engine.warm(env.OCR_LANGUAGES[0] ?? 'eng'), serving])
})

import * as z from 'zod'
import { createOcrApp } from '../../../../functions/ocr/app.ts'
import { openEngine } from '../../../../functions/ocr/engine/open-engine.ts'
import { createFetchOriginal } from '../../../../functions/ocr/original/fetch-original.ts'
import { createPageReader } from '../../../../functions/ocr/read-page.ts'
import { originalsUrl, platform, readEnv, settings } from '../../../../functions/shared/env.ts'
import { requiredTokenOf } from '../../../../functions/shared/internal-token.ts'
import { createLog } from '../../../../functions/shared/log.ts'
import { run } from '../../../../functions/shared/run.ts'
import { serve, stopSignal } from '../../../../functions/shared/serve.ts'
import { createSender } from '../../../../functions/shared/sink.ts'
import { readControl } from '../control.ts'
import { createDeliveryJournal } from '../delivery-journal.ts'
import { createMisbehaving } from './misbehaving.ts'
import { createStubReader } from './stub-reader.ts'

/** The real function, but that stub pages need no engine, and that it can be told to answer badly. */
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
      })
      .extend({
        ...platform.shape,
        K_SINK: z.url(),
        ORIGINALS_URL: originalsUrl,
        DRILL_CONTROL: z.string(),
        DRILL_DELIVERIES: z.string(),
        /** How long a gateway that is away is waited for. */
        DRILL_FETCH_MS: z.coerce.number().default(100_000),
        DRILL_LATE_MS: z.coerce.number().default(1000),
      }),
    process.env,
  )
  const engine = await openEngine(env, () => process.exit(1))
  const { MAX_PIXELS: maxPixels, MAX_SIDE: maxSide, PAGE_TIMEOUT_MS: timeoutMs } = env
  const limits = { maxPixels, maxSide, timeoutMs }
  const app = createOcrApp({
    readPage: createStubReader(createPageReader({ engine, limits, secondLooks: false })),
    fetchOriginal: createFetchOriginal({
      ...{ url: env.ORIGINALS_URL, token: env.INTERNAL_TOKEN, maxBytes: env.MAX_IMAGE_BYTES },
      retryForMs: env.DRILL_FETCH_MS,
    }),
    send: createSender(env.K_SINK, { token: env.INTERNAL_TOKEN, retryForMs: 60_000 }),
    log: createLog('ocr', env.LOG_LEVEL),
    requiredToken: requiredTokenOf(env),
  })
  const fetch = createMisbehaving({
    fetch: app.fetch,
    control: () => readControl(env.DRILL_CONTROL),
    journal: createDeliveryJournal(env.DRILL_DELIVERIES),
    lateMs: env.DRILL_LATE_MS,
  })
  await serve({
    app: { fetch },
    host: env.HOST,
    port: env.PORT,
    stopping: stopSignal(),
    close: engine.close,
  })
})

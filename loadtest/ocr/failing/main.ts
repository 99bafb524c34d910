import { existsSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import * as z from 'zod'
import { createOcrApp } from '../../../functions/ocr/app.ts'
import { createFetchOriginal } from '../../../functions/ocr/original/fetch-original.ts'
import { toPageRecognized } from '../../../functions/shared/events/contract/contract.ts'
import { createSender } from '../../../functions/shared/events/sender.ts'
import { requiredTokenOf } from '../../../functions/shared/http/internal-token.ts'
import { serve, stopSignal } from '../../../functions/shared/http/serve.ts'
import { createLogger } from '../../../functions/shared/process/logger.ts'
import { run } from '../../../functions/shared/process/run.ts'
import {
  originalsUrl,
  platform,
  readEnv,
  settings,
} from '../../../functions/shared/settings/env.ts'
import { createTelemetry } from '../../../functions/shared/telemetry/telemetry.ts'

/**
 * Test double of ocr: answers 500 to each page while the file FAILS_WHILE exists, then returns a text. It fetches no
 * originals unless FETCHES_WHEN is set; then it waits for that file before each fetch.
 */
await run(async () => {
  const env = readEnv(
    settings.pick({ PORT: true, HOST: true, MAX_IMAGE_BYTES: true, MAX_PDF_BYTES: true }).extend({
      ...platform.shape,
      ...{ K_SINK: z.url(), ORIGINALS_URL: originalsUrl },
      ...{ FAILS_WHILE: z.string(), FETCHES_WHEN: z.string().optional() },
    }),
    process.env,
  )
  const { ORIGINALS_URL: url, INTERNAL_TOKEN: token } = env
  const { MAX_IMAGE_BYTES: maxBytes, MAX_PDF_BYTES: maxPdfBytes } = env
  const fetchOriginal = createFetchOriginal({ url, token, maxBytes, maxPdfBytes })
  const telemetry = createTelemetry('ocr')
  const app = createOcrApp({
    readPage: async (page) => {
      if (existsSync(env.FAILS_WHILE)) throw new Error('Failed on purpose')
      return toPageRecognized(page, {
        ...{ text: `Read at try ${page.try}`, confidence: 96, width: 40, height: 20, words: [] },
        ...{ language: page.language, engine: 'stub', model: 'none' },
        timings: { decodeMs: 1, recognizeMs: 1 },
      })
    },
    async fetchOriginal(page, gone) {
      if (env.FETCHES_WHEN === undefined) return new Uint8Array()
      while (!existsSync(env.FETCHES_WHEN)) await pause(10)
      return fetchOriginal(page, gone)
    },
    send: createSender(env.K_SINK, { token: env.INTERNAL_TOKEN }),
    engine: 'stub',
    tracer: telemetry.tracer,
    // The failures are intended.
    logger: createLogger('ocr', 'silent'),
    requiredToken: requiredTokenOf(env),
  })
  const { HOST: host, PORT: port } = env
  await serve({
    ...{ app, host, port, stopping: stopSignal() },
    async close() {
      await telemetry.close()
      process.exit(0)
    },
  })
  await telemetry.open({ port: undefined, host })
})

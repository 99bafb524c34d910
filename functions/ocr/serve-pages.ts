import type { Platform, Settings } from '../shared/env.ts'
import { requiredTokenOf } from '../shared/internal-token.ts'
import { createLog } from '../shared/log.ts'
import { serve, stopSignal } from '../shared/serve.ts'
import { createSender } from '../shared/sink.ts'
import { createOcrApp } from './app.ts'
import { endAtOnce } from './end-at-once.ts'
import type { Engine } from './engine/engine.ts'
import { createFetchOriginal } from './original/fetch-original.ts'
import { createPageReader } from './read-page.ts'

export interface PageSettings
  extends Platform,
    Pick<
      Settings,
      | 'PORT'
      | 'HOST'
      | 'LOG_LEVEL'
      | 'MAX_IMAGE_BYTES'
      | 'MAX_PIXELS'
      | 'MAX_SIDE'
      | 'PAGE_TIMEOUT_MS'
      | 'SECOND_LOOKS'
    > {
  K_SINK: string
  ORIGINALS_URL: string
}

export interface PagesOptions {
  engine: Engine
  /** Aborts when only the end of this process stops what the engine does. */
  stuck: AbortSignal
  env: PageSettings
}

/** Listens for pages that the engine is to read. */
export async function servePages({ engine, stuck, env }: PagesOptions): Promise<void> {
  const { MAX_PIXELS: maxPixels, MAX_SIDE: maxSide, PAGE_TIMEOUT_MS: timeoutMs } = env
  const limits = { maxPixels, maxSide, timeoutMs }
  const log = createLog('ocr', env.LOG_LEVEL)
  const app = createOcrApp({
    readPage: createPageReader({ engine, limits, secondLooks: env.SECOND_LOOKS }),
    fetchOriginal: createFetchOriginal({
      ...{ url: env.ORIGINALS_URL, token: env.INTERNAL_TOKEN, maxBytes: env.MAX_IMAGE_BYTES },
    }),
    // What was read is worth more than the slot that it holds while the sink is away.
    send: createSender(env.K_SINK, { token: env.INTERNAL_TOKEN, retryForMs: 60_000 }),
    log,
    requiredToken: requiredTokenOf(env),
  })
  await serve({
    app,
    host: env.HOST,
    port: env.PORT,
    stopping: AbortSignal.any([stopSignal(), stuck]),
    async close() {
      await engine.close()
      if (!stuck.aborted) return
      log.warn('a page did not stop at its deadline, and ends this process')
      endAtOnce()
    },
  })
}

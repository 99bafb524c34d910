import { createSender } from '../shared/events/sink.ts'
import { requiredTokenOf } from '../shared/http/internal-token.ts'
import { serve, stopSignal } from '../shared/http/serve.ts'
import { createLogger } from '../shared/process/logger.ts'
import { createOcrApp, type OcrDeps } from './app.ts'
import type { Engine } from './engine/engine.ts'
import { exitImmediately } from './exit-immediately.ts'
import { createFetchOriginal } from './original/fetch-original.ts'
import { createPageReader } from './reading/read-page.ts'
import type { OcrSettings } from './settings.ts'

/** Settings without those of the engine. */
type PageSettings = Omit<OcrSettings, 'OCR_ENGINE' | 'OCR_LANGUAGES' | 'TESSDATA_DIR'>

export interface PagesOptions {
  engine: Engine
  /** Aborts when only the end of this process stops the engine. */
  stuck: AbortSignal
  env: PageSettings
}

export interface DepsOptions extends Pick<PagesOptions, 'engine' | 'env'> {
  /** How long to retry an unavailable gateway for an original. */
  fetchForMs?: number
}

/** Dependencies of the app, from the settings. */
export function createDeps({ engine, env, fetchForMs: retryForMs }: DepsOptions): OcrDeps {
  const { MAX_PIXELS: maxPixels, MAX_SIDE: maxSide, PAGE_TIMEOUT_MS: timeoutMs } = env
  const { INTERNAL_TOKEN: token, MAX_IMAGE_BYTES: maxBytes } = env
  const limits = { maxPixels, maxSide, timeoutMs }
  return {
    readPage: createPageReader({ engine, limits, secondLooks: env.SECOND_LOOKS }),
    fetchOriginal: createFetchOriginal({
      ...{ url: env.ORIGINALS_URL, token, maxBytes },
      ...(retryForMs !== undefined && { retryForMs }),
    }),
    // Losing a result costs more than holding a slot while the sink is unavailable.
    send: createSender(env.K_SINK, { token, retryForMs: 60_000 }),
    logger: createLogger('ocr', env.LOG_LEVEL),
    requiredToken: requiredTokenOf(env),
  }
}

/** Serves pages with the engine. */
export async function servePages({ engine, stuck, env }: PagesOptions): Promise<void> {
  const deps = createDeps({ engine, env })
  await serve({
    app: createOcrApp(deps),
    host: env.HOST,
    port: env.PORT,
    stopping: AbortSignal.any([stopSignal(), stuck]),
    async close() {
      await engine.close()
      if (!stuck.aborted) return
      deps.logger.warn('page did not stop at its deadline: process killed')
      exitImmediately()
    },
  })
}

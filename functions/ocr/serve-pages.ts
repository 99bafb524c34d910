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

/** The engine's own settings are none of these. */
type PageSettings = Omit<OcrSettings, 'OCR_ENGINE' | 'OCR_LANGUAGES' | 'TESSDATA_DIR'>

export interface PagesOptions {
  engine: Engine
  /** Aborts when only the end of this process stops what the engine does. */
  stuck: AbortSignal
  env: PageSettings
}

export interface DepsOptions extends Pick<PagesOptions, 'engine' | 'env'> {
  /** How long a gateway that is away is asked again for an original. */
  fetchForMs?: number
}

/** What the app stands on, as the settings say. */
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
    // What was read is worth more than the slot that it holds while the sink is away.
    send: createSender(env.K_SINK, { token, retryForMs: 60_000 }),
    logger: createLogger('ocr', env.LOG_LEVEL),
    requiredToken: requiredTokenOf(env),
  }
}

/** Listens for pages that the engine is to read. */
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
      deps.logger.warn('a page did not stop at its deadline, and ends this process')
      exitImmediately()
    },
  })
}

import { createSender } from '../shared/events/sender.ts'
import { requiredTokenOf } from '../shared/http/internal-token.ts'
import { serve, stopSignal } from '../shared/http/serve.ts'
import { createLogger } from '../shared/process/logger.ts'
import { createTelemetry } from '../shared/telemetry/telemetry.ts'
import { createOcrApp, type OcrDeps } from './app.ts'
import type { Engine } from './engine/engine.ts'
import { exitImmediately } from './exit-immediately.ts'
import { createFetchOriginal } from './original/fetch-original.ts'
import { createLatestOriginal } from './original/latest-original.ts'
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

/** Dependencies of the app, from the settings. */
export function createDeps({ engine, env }: Pick<PagesOptions, 'engine' | 'env'>): OcrDeps {
  const { INTERNAL_TOKEN: token, MAX_IMAGE_BYTES: maxBytes, MAX_PDF_BYTES: maxPdfBytes } = env
  return {
    readPage: createPageReader({
      ...{ engine, limits: env, secondLooks: env.SECOND_LOOKS, pdfText: env.PDF_TEXT },
    }),
    fetchOriginal: createLatestOriginal(
      createFetchOriginal({ url: env.ORIGINALS_URL, token, maxBytes, maxPdfBytes }),
    ),
    // Losing a result costs more than holding a slot while the sink is unavailable.
    send: createSender(env.K_SINK, { token, retryForMs: 60_000 }),
    // Without its version.
    engine: engine.name.replace(/ .*/, ''),
    logger: createLogger('ocr', env.LOG_LEVEL),
    requiredToken: requiredTokenOf(env),
  }
}

/** Serves pages with the engine. */
export async function servePages({ engine, stuck, env }: PagesOptions): Promise<void> {
  const telemetry = createTelemetry('ocr')
  const { metrics, tracer } = telemetry
  metrics.observe('glyphflow.info', () => [{ labels: infoOf(engine), value: 1 }])
  const deps = createDeps({ engine, env })
  await serve({
    app: createOcrApp({ ...deps, metrics, tracer }),
    host: env.HOST,
    port: env.PORT,
    stopping: AbortSignal.any([stopSignal(), stuck]),
    async close() {
      await engine.close()
      await telemetry.close()
      if (!stuck.aborted) process.exit(0)
      deps.logger.warn('page did not stop at its deadline: process killed')
      exitImmediately()
    },
  })
  await telemetry.open({ port: env.METRICS_PORT, host: env.HOST, logger: deps.logger })
}

function infoOf({ name, languages, modelOf }: Engine) {
  const [engine = '', version = ''] = name.split(' ')
  return { engine, model: modelOf(languages.join('+')), version }
}

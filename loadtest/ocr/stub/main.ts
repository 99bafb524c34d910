import * as z from 'zod'
import { createOcrApp } from '../../../functions/ocr/app.ts'
import { openEngine } from '../../../functions/ocr/engine/open-engine.ts'
import { createFetchOriginal } from '../../../functions/ocr/original/fetch-original.ts'
import { createLatestOriginal } from '../../../functions/ocr/original/latest-original.ts'
import { createDeps } from '../../../functions/ocr/serve-pages.ts'
import { ocrSettings } from '../../../functions/ocr/settings.ts'
import { serve, stopSignal } from '../../../functions/shared/http/serve.ts'
import { run } from '../../../functions/shared/process/run.ts'
import { readEnv } from '../../../functions/shared/settings/env.ts'
import { createTelemetry } from '../../../functions/shared/telemetry/telemetry.ts'
import { readControl } from './control.ts'
import { createDeliveryJournal } from './delivery-journal.ts'
import { createMisbehaving } from './misbehaving.ts'
import { createStubReader } from './stub-reader.ts'

/** The real function, except that stub pages need no engine, and that it can be told to misbehave. */
await run(async () => {
  const env = readEnv(
    ocrSettings.extend({
      DRILL_CONTROL: z.string(),
      DRILL_DELIVERIES: z.string(),
      /** Time limit for retries against an unreachable gateway. */
      DRILL_FETCH_MS: z.coerce.number().default(100_000),
      DRILL_LATE_MS: z.coerce.number().default(1000),
    }),
    process.env,
  )
  const engine = await openEngine(env, () => process.exit(1))
  const deps = createDeps({ engine, env })
  const { ORIGINALS_URL: url, INTERNAL_TOKEN: token, DRILL_FETCH_MS: retryForMs } = env
  const { MAX_IMAGE_BYTES: maxBytes, MAX_PDF_BYTES: maxPdfBytes } = env
  const fetchOriginal = createFetchOriginal({ url, token, maxBytes, maxPdfBytes, retryForMs })
  const telemetry = createTelemetry('ocr')
  const { metrics } = telemetry
  const labels = { engine: 'stub', model: 'stub', version: '1' }
  metrics.observe('glyphflow.info', () => [{ labels, value: 1 }])
  const app = createOcrApp({
    ...{ ...deps, metrics, readPage: createStubReader(deps.readPage) },
    fetchOriginal: createLatestOriginal(fetchOriginal),
  })
  const fetch = createMisbehaving({
    fetch: app.fetch,
    control: () => readControl(env.DRILL_CONTROL),
    journal: createDeliveryJournal(env.DRILL_DELIVERIES),
    lateMs: env.DRILL_LATE_MS,
  })
  const { HOST: host, PORT: port } = env
  await serve({ app: { fetch }, host, port, stopping: stopSignal(), close: engine.close })
  await telemetry.open({ port: env.METRICS_PORT, host })
})

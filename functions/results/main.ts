import { requiredTokenOf } from '../shared/http/internal-token.ts'
import { serve, stopSignal } from '../shared/http/serve.ts'
import { createLogger } from '../shared/process/logger.ts'
import { run } from '../shared/process/run.ts'
import { platform, readEnv, settings } from '../shared/settings/env.ts'
import { openStore } from '../shared/store/open-store.ts'
import { createTelemetry } from '../shared/telemetry/telemetry.ts'
import { createResultsApp } from './app.ts'

await run(async () => {
  const env = readEnv(
    settings
      .pick({
        PORT: true,
        HOST: true,
        LOG_LEVEL: true,
        METRICS_PORT: true,
        DATA_DIR: true,
        DATABASE_URL: true,
      })
      .extend(platform.shape),
    process.env,
  )
  const logger = createLogger('results', env.LOG_LEVEL)
  const store = await openStore({ settings: env, logger })
  const telemetry = createTelemetry('results')
  const app = createResultsApp({
    store,
    metrics: telemetry.metrics,
    tracer: telemetry.tracer,
    logger,
    requiredToken: requiredTokenOf(env),
  })
  await serve({
    app,
    host: env.HOST,
    port: env.PORT,
    stopping: stopSignal(),
    async close() {
      await store.close()
      await telemetry.close()
      process.exit(0)
    },
  })
  await telemetry.open({ port: env.METRICS_PORT, host: env.HOST, logger })
})

import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as z from 'zod'
import { requireProtection } from '../shared/http/network-exposure.ts'
import { serve, stopSignal } from '../shared/http/serve.ts'
import { serveWithoutSink } from '../shared/http/without-sink.ts'
import { createLogger } from '../shared/process/logger.ts'
import { run } from '../shared/process/run.ts'
import { isWithoutSink, pageSinks, platform, readEnv, settings } from '../shared/settings/env.ts'
import { requireFits, settingsFits } from '../shared/settings/limits.ts'
import { openStore, storeFileIn } from '../shared/store/open-store.ts'
import { createTelemetry } from '../shared/telemetry/telemetry.ts'
import { createGatewayApp } from './app.ts'
import { createReleaseMemory } from './release-memory.ts'
import { readSite } from './site.ts'
import { observeStore } from './store-metrics.ts'
import { createBackgroundAppend, sendTimeoutMs } from './submission/append/background-append.ts'
import { createPageSender } from './submission/append/page-sender.ts'
import { createFreeBytes } from './submission/free-bytes.ts'
import { createKeyTime } from './submission/key-time.ts'
import { createPageTracing } from './submission/page-tracing.ts'
import { runAllSweeps } from './sweeps/all-sweeps.ts'
import { createPrometheusHistory } from './system/prometheus-history.ts'
import { createRuntimeClient } from './system/runtime-client.ts'
import { removeTemporaryFiles } from './uploads/buffer/temporary-file.ts'

const projectFolder = fileURLToPath(new URL('../..', import.meta.url))

await run(async () => {
  if (isWithoutSink(process.env)) return serveWithoutSink(process.env)
  const env = readEnv(
    settings
      // Those of recognition, which ocr reads.
      .omit({
        ...{ OCR_ENGINE: true, TESSDATA_DIR: true, SECOND_LOOKS: true, PDF_TEXT: true },
        PAGE_TIMEOUT_MS: true,
      })
      .extend({
        ...platform.shape,
        ...pageSinks.shape,
        SYSTEM_URL: z.url().optional(),
      }),
    process.env,
  )
  requireProtection(env)
  requireFits(settingsFits(env))
  const logger = createLogger('gateway', env.LOG_LEVEL)
  const stopping = stopSignal()
  const token = env.INTERNAL_TOKEN
  const site = await readSite(env.SITE_DIR)
  const store = await openStore({ settings: env, logger })
  // Without a data folder nothing is stored on this machine.
  const storedAt = env.DATABASE_URL === undefined ? storeFileIn(env.DATA_DIR) : env.DATA_DIR
  const { timeOrigin } = performance
  const clock = { now: () => performance.now(), timeOrigin, timeOfDay: Date.now }
  const runtime = createRuntimeClient({ url: env.SYSTEM_URL, token, logger })
  const { systemReport } = runtime
  const systemHistory =
    env.PROMETHEUS_URL === undefined
      ? runtime.systemHistory
      : createPrometheusHistory(env.PROMETHEUS_URL, logger)
  const sendWithTimeout = createPageSender(env, { token, timeoutMs: sendTimeoutMs(env) })
  // On the disk whose free space is monitored, if there is one.
  const uploadsFolder = existsSync(env.DATA_DIR) ? env.DATA_DIR : tmpdir()
  await removeTemporaryFiles(uploadsFolder)
  const freeBytes = existsSync(storedAt) ? await createFreeBytes(storedAt) : async () => null
  const telemetry = createTelemetry('gateway')
  const { metrics } = telemetry
  const tracing = createPageTracing(telemetry.tracer)
  const deps = { store, freeBytes, settings: env, metrics, tracing, logger, stopping }
  const database = env.DATABASE_URL === undefined ? 'sqlite' : 'postgresql'
  observeStore(metrics, { ...deps, database })
  const later = createBackgroundAppend({ ...deps, send: sendWithTimeout })
  const app = createGatewayApp({
    ...{ ...deps, systemReport, systemHistory },
    send: createPageSender(env, { token }),
    appendInBackground: later.add,
    uploadsFolder,
    keyTime: createKeyTime(clock),
    internalToken: token ?? null,
    releaseMemory: createReleaseMemory(),
    site,
    samplesDir: env.SAMPLES_DIR ?? join(projectFolder, 'loadtest/samples'),
  })
  const sweeping = runAllSweeps({ ...deps, systemReport, send: sendWithTimeout })
  const close = async () => {
    await Promise.all([sweeping, later.settled()])
    await store.close()
    await telemetry.close()
    process.exit(0)
  }
  await serve({ app, host: env.HOST, port: env.PORT, stopping, isPublic: true, close })
  await telemetry.open({ port: env.METRICS_PORT, host: env.HOST, logger })
})

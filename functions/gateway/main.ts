import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as z from 'zod'
import { createSender } from '../shared/events/sink.ts'
import { requireProtection } from '../shared/http/network-exposure.ts'
import { serve, stopSignal } from '../shared/http/serve.ts'
import { createLogger } from '../shared/process/logger.ts'
import { run } from '../shared/process/run.ts'
import { platform, readEnv, settings } from '../shared/settings/env.ts'
import { requireFits, settingsFits } from '../shared/settings/limits.ts'
import { openStore, storeFileIn } from '../shared/store/open-store.ts'
import { createGatewayApp } from './app.ts'
import { createGiveBackMemory } from './give-back-memory.ts'
import { readSite } from './site.ts'
import { createAppendLater, sendTimeoutMs } from './submission/append/append-later.ts'
import { createFreeBytes } from './submission/free-bytes.ts'
import { createKeyTime } from './submission/key-time.ts'
import { runAllSweeps } from './sweeps/all-sweeps.ts'
import { createSystemReport } from './system/system-report.ts'
import { removeTemporaryFiles } from './uploads/space/temporary-file.ts'

const projectFolder = fileURLToPath(new URL('../..', import.meta.url))

await run(async () => {
  const env = readEnv(
    settings
      .pick({
        PORT: true,
        HOST: true,
        ALLOWED_HOSTS: true,
        ALLOWED_ORIGINS: true,
        BASE_PATH: true,
        API_TOKEN: true,
        ALLOW_ANONYMOUS: true,
        DATA_DIR: true,
        DATABASE_URL: true,
        SITE_DIR: true,
        SAMPLES_DIR: true,
        OCR_LANGUAGES: true,
        LOG_LEVEL: true,
        MAX_IMAGE_BYTES: true,
        MAX_PAGES: true,
        MAX_UPLOAD_BYTES: true,
        MAX_UPLOADS_IN_MEMORY_BYTES: true,
        MAX_PIXELS: true,
        MAX_SIDE: true,
        MAX_STREAMS: true,
        MAX_QUEUED_PAGES: true,
        MIN_FREE_BYTES: true,
        UNAPPENDED_AFTER_MS: true,
        LOST_AFTER_MS: true,
      })
      .extend({
        ...platform.shape,
        K_SINK: z.url(),
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
  const store = await openStore({ settings: env, logger: logger })
  // Where there is no data folder, nothing is kept on a disk of this machine.
  const kept = env.DATABASE_URL === undefined ? storeFileIn(env.DATA_DIR) : env.DATA_DIR
  const { timeOrigin } = performance
  const clock = { now: () => performance.now(), timeOrigin, timeOfDay: Date.now }
  const systemReport = createSystemReport(env.SYSTEM_URL, token, logger)
  const sendSoon = createSender(env.K_SINK, { token, timeoutMs: sendTimeoutMs(env) })
  // On the disk whose free space is known, if there is one.
  const uploadsFolder = existsSync(env.DATA_DIR) ? env.DATA_DIR : tmpdir()
  await removeTemporaryFiles(uploadsFolder)
  const freeBytes = existsSync(kept) ? await createFreeBytes(kept) : async () => null
  const later = createAppendLater({
    store,
    send: sendSoon,
    freeBytes,
    settings: env,
    logger: logger,
    stopping,
  })
  const app = createGatewayApp({
    store,
    send: createSender(env.K_SINK, { token }),
    appendLater: later.add,
    freeBytes,
    uploadsFolder,
    keyTime: createKeyTime(clock),
    systemReport,
    internalToken: token ?? null,
    giveBackMemory: createGiveBackMemory(),
    site,
    samplesDir: env.SAMPLES_DIR ?? join(projectFolder, 'loadtest/samples'),
    settings: env,
    logger: logger,
    stopping,
  })
  const sweeping = runAllSweeps({
    store,
    send: sendSoon,
    systemReport,
    settings: env,
    logger: logger,
    stopping,
  })
  const close = async () => {
    await Promise.all([sweeping, later.settled()])
    await store.close()
  }
  await serve({ app, host: env.HOST, port: env.PORT, stopping, isPublic: true, close })
})

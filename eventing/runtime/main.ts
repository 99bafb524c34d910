import { once } from 'node:events'
import { join, resolve } from 'node:path'
import * as z from 'zod'
import { requireProtection } from '../../functions/shared/http/network-exposure.ts'
import { stopSignal } from '../../functions/shared/http/serve.ts'
import { createLogger } from '../../functions/shared/process/logger.ts'
import { exitCodeOfBadSettings, run } from '../../functions/shared/process/run.ts'
import { readEnv, settings } from '../../functions/shared/settings/env.ts'
import { requireFits, settingsFits } from '../../functions/shared/settings/limits.ts'
import { createTelemetry } from '../../functions/shared/telemetry/telemetry.ts'
import { kafkaSettings } from '../log/kafka-settings.ts'
import { openLog } from '../log/open-log.ts'
import { asBadSetting } from '../pipeline/bad-setting.ts'
import { pipelineFits } from '../pipeline/pipeline-limits.ts'
import { type Pipeline, readPipeline } from '../pipeline/read-pipeline.ts'
import { closeDataFolder } from './data-folder/data-folder.ts'
import { checkIntegrity } from './data-folder/integrity.ts'
import { lockDataFolder } from './data-folder/lock.ts'
import { makeFolder } from './data-folder/make-folder.ts'
import { findMains } from './find-mains.ts'
import { observeLogSize } from './observation/service-metrics.ts'
import { startRuntime } from './runtime.ts'

const project = join(import.meta.dirname, '../..')

await run(async () => {
  const env = readEnv(
    settings.extend({
      ...kafkaSettings.shape,
      FUNCTIONS_DIR: z.string().default(join(project, 'functions')),
      KNATIVE_DIR: z.string().default(join(project, 'knative/pipeline')),
    }),
    process.env,
  )
  requireProtection(env)
  const logger = createLogger('runtime', env.LOG_LEVEL)
  const dataDir = resolve(env.DATA_DIR)
  const pipeline = await readPipeline(env.KNATIVE_DIR).catch(asBadSetting('KNATIVE_DIR'))
  requireLimits(pipeline)
  const mains = findMains(
    env.FUNCTIONS_DIR,
    pipeline.services.map(({ name }) => name),
  )
  await makeFolder(dataDir).catch(asBadSetting('DATA_DIR'))
  closeDataFolder(dataDir, logger)
  const lock = lockDataFolder(dataDir)
  if (!lock.endedCleanly) {
    logger.warn({ dataDir }, 'the last run did not stop cleanly, checking its data')
    checkIntegrity(
      dataDir,
      env.DATABASE_URL === undefined ? ['log.sqlite', 'store.sqlite'] : ['log.sqlite'],
    )
  }
  // A start that a setting ends leaves nothing that the next start has to check.
  const releaseAtBadSettings = (code: number) => {
    if (code === exitCodeOfBadSettings) lock.release()
  }
  process.once('exit', releaseAtBadSettings)
  const stopping = stopSignal()
  const failed = Promise.withResolvers<never>()
  // Awaited below, but may reject earlier.
  failed.promise.catch(() => {})
  const topicLog = await openLog({
    settings: env,
    pipeline,
    dataDir,
    onFailure: failed.reject,
    logger,
  })
  const telemetry = createTelemetry('runtime')
  const { metrics, tracer } = telemetry
  if (env.KAFKA_BROKERS.length === 0) observeLogSize(metrics, join(dataDir, 'log.sqlite'))
  const runtime = await startRuntime({
    pipeline,
    mains,
    topicLog,
    host: env.HOST,
    port: env.PORT,
    env: {
      ...withoutKafka(process.env),
      DATA_DIR: dataDir,
      ALLOWED_HOSTS: [...env.ALLOWED_HOSTS, env.HOST].join(','),
      NODE_COMPILE_CACHE: join(dataDir, 'compile-cache'),
    },
    onBadSettings: () => process.exit(exitCodeOfBadSettings),
    metrics,
    tracer,
    logger,
  }).catch(asBadSetting(`${env.HOST}:${env.PORT}, from HOST and PORT,`))
  const metricsPort = await telemetry
    .open({
      ...{ port: env.METRICS_PORT, host: '127.0.0.1', logger },
      json: { '/targets': runtime.targets },
    })
    .catch(asBadSetting(`127.0.0.1:${env.METRICS_PORT}, from METRICS_PORT,`))
  if (metricsPort !== null) logger.info({ metricsPort }, 'metrics are served')
  const stopped = stopping.aborted ? Promise.resolve() : once(stopping, 'abort')
  await Promise.race([stopped, failed.promise, runtime.ready])
  process.off('exit', releaseAtBadSettings)
  if (!stopping.aborted) process.stdout.write(`Glyphflow is ready: ${toLink(runtime.url)}\n`)

  await Promise.race([stopped, failed.promise])
  process.stdout.write('Finishing pages in progress… (Ctrl-C again to stop immediately)\n')
  stopSignal().addEventListener('abort', () => process.exit(130))
  await runtime.stop()
  await telemetry.close()
  lock.release()
  process.exit(0)
})

/** Checks the settings as the functions get them: the environment overrides the YAML. */
function requireLimits(pipeline: Pipeline): void {
  const inYaml = Object.assign({}, ...pipeline.services.map(({ env }) => env))
  const limits = readEnv(settings, { ...inYaml, ...process.env })
  requireFits([...settingsFits(limits), ...pipelineFits(pipeline, limits)])
}

/** Functions do not know what moves their events, and must not get its password. */
function withoutKafka(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('KAFKA_')))
}

/** Clickable link, with localhost for a loopback or unspecified address. */
function toLink(url: string): string {
  return url.replace(/\/\/(127\.0\.0\.1|0\.0\.0\.0|\[::1?\])/, '//localhost')
}

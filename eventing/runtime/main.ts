import { mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { readEnv, SettingsError, settings } from '../../functions/shared/env.ts'
import { createLog } from '../../functions/shared/log.ts'
import { exitCodeOfBadSettings, run } from '../../functions/shared/run.ts'
import { stopSignal } from '../../functions/shared/serve.ts'
import { requireProtection } from '../../functions/shared/who-may-listen.ts'
import { lockDataFolder } from './lock.ts'
import { ManifestError, readPipeline } from './read-pipeline.ts'
import { startRuntime } from './runtime.ts'

const project = join(import.meta.dirname, '../..')

await run(async () => {
  const stopping = stopSignal()
  const env = readEnv(
    settings.extend({
      FUNCTIONS_DIR: z.string().default(join(project, 'functions')),
      KNATIVE_DIR: z.string().default(join(project, 'knative/pipeline')),
    }),
    process.env,
  )
  requireProtection(env)
  const log = createLog('runtime', env.LOG_LEVEL)
  const dataDir = resolve(env.DATA_DIR)
  const pipeline = await readPipeline(env.KNATIVE_DIR).catch(asBadSetting(ManifestError))
  await mkdir(dataDir, { recursive: true }).catch(asBadSetting(Error))
  const lock = lockDataFolder(dataDir)

  const runtime = await startRuntime({
    pipeline,
    functionsDir: env.FUNCTIONS_DIR,
    dataDir,
    host: env.HOST,
    port: env.PORT,
    env: {
      ...process.env,
      DATA_DIR: dataDir,
      ALLOWED_HOSTS: [...env.ALLOWED_HOSTS, env.HOST].join(','),
      NODE_COMPILE_CACHE: join(dataDir, 'compile-cache'),
    },
    onBadSettings: () => process.exit(exitCodeOfBadSettings),
    log,
  }).catch((error) => {
    if (error?.code !== 'EADDRINUSE') throw error
    throw new SettingsError(`Expected PORT to be free, ${env.HOST}:${env.PORT} is in use`)
  })
  const stopped = new Promise((resolve) => {
    if (stopping.aborted) resolve(undefined)
    stopping.addEventListener('abort', resolve)
  })
  await Promise.race([stopped, runtime.ready])
  if (!stopping.aborted) process.stdout.write(`Glyphflow is ready: ${toLink(runtime.url)}\n`)

  await stopped
  process.stdout.write('Finishing what is being read… (Ctrl-C again to stop at once)\n')
  stopSignal().addEventListener('abort', () => process.exit(130))
  await runtime.stop()
  lock.release()
  process.exit(0)
})

function asBadSetting(kind: new (...args: never[]) => Error) {
  return (error: unknown): never => {
    throw error instanceof kind ? new SettingsError(error.message) : error
  }
}

/** A name that a person can click; the unspecified address is none. */
function toLink(url: string): string {
  return url.replace(/\/\/(127\.0\.0\.1|0\.0\.0\.0|\[::1?\])/, '//localhost')
}

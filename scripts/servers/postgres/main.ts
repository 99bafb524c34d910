import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { stopSignal } from '../../../functions/shared/http/serve.ts'
import { run } from '../../../functions/shared/process/run.ts'
import { readEnv, SettingsError, settings } from '../../../functions/shared/settings/env.ts'
import { createPostgres } from './server.ts'

/** npm run postgres [-- --port 5432]: PostgreSQL for trials, until Ctrl-C. */
await run(async () => {
  const { DATA_DIR } = readEnv(settings.pick({ DATA_DIR: true }), process.env)
  const { port } = parseArgs({ options: { port: { type: 'string', default: '5432' } } }).values
  const stopping = stopSignal()
  const folder = resolve(join(DATA_DIR, 'postgres'))
  const postgres = await createPostgres({ folder, port: Number(port) })
  await postgres.start().catch((error) => {
    throw new SettingsError(error.message)
  })
  process.stdout.write(`PostgreSQL is ready, with its data in ${folder}:\n`)
  process.stdout.write(`  DATABASE_URL=${postgres.url} npm start\n`)
  stopping.addEventListener('abort', () => postgres.stop())
})

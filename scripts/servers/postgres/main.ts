import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { stopSignal } from '../../../functions/shared/http/serve.ts'
import { run } from '../../../functions/shared/process/run.ts'
import { readEnv, SettingsError, settings } from '../../../functions/shared/settings/env.ts'
import { refusalOfListen, warningOfListen } from '../listen-address.ts'
import { createPostgres } from './server.ts'

/** `npm run postgres [-- --port 5432 --listen ADDRESS]`: PostgreSQL for trials, until Ctrl-C. */
await run(async () => {
  const { DATA_DIR } = readEnv(settings.pick({ DATA_DIR: true }), process.env)
  const { port, listen } = parseArgs({
    options: {
      port: { type: 'string', default: '5432' },
      listen: { type: 'string', default: '127.0.0.1' },
    },
  }).values
  const refusal = refusalOfListen(listen)
  if (refusal) throw new SettingsError(refusal)
  const stopping = stopSignal()
  const folder = resolve(join(DATA_DIR, 'postgres'))
  const postgres = await createPostgres({ folder, port: Number(port), listen })
  await postgres.start().catch((error) => {
    throw new SettingsError(error.message)
  })
  process.stdout.write(`PostgreSQL is ready, with its data in ${folder}:\n`)
  process.stdout.write(`  DATABASE_URL=${postgres.url} npm start\n`)
  process.stdout.write(warningOfListen(listen) ?? '')
  stopping.addEventListener('abort', () => postgres.stop())
})

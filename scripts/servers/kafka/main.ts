import { once } from 'node:events'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { stopSignal } from '../../../functions/shared/http/serve.ts'
import { closeFolder } from '../../../functions/shared/process/closed-folder.ts'
import { refusalOfListen, warningOfListen } from '../listen-address.ts'
import { startKafka } from './cluster.ts'
import { missingForKafka } from './jars.ts'

/** `npm run kafka [-- --listen ADDRESS]`: Kafka on this machine until Ctrl-C; its data is kept for the next start. */
const { values } = parseArgs({
  options: {
    brokers: { type: 'string', default: '1' },
    folder: { type: 'string' },
    listen: { type: 'string', default: '127.0.0.1' },
  },
})
const { brokers, listen } = values
const missing = missingForKafka()
const refusal =
  (missing && `Expected ${missing}`) ??
  (['1', '3'].includes(brokers) ? null : `Expected --brokers to be 1 or 3, got "${brokers}"`) ??
  refusalOfListen(listen)
if (refusal) {
  process.stderr.write(`${refusal}\n`)
  process.exit(2)
}
// As in functions/shared/process/run.ts: records contain texts of pages.
process.umask(0o077)
const count = Number(brokers)
const folder = values.folder ?? join(import.meta.dirname, `../../../data/kafka-${count}`)
const ports = Array.from({ length: count }, (_, n) => ({
  clients: 9092 + n,
  internal: 19092 + n,
  controller: 29092 + n,
}))
closeFolder(folder, (name) => /^broker-\d+(\.properties)?$/.test(name))

const stopping = stopSignal()
process.stdout.write('Starting Kafka…\n')
const kafka = await startKafka({ folder, ports, listen })
process.stdout.write(
  `Kafka is ready; its data is in ${folder}. In another terminal:\n\n` +
    `  KAFKA_BROKERS=${kafka.addresses} npm start\n\n` +
    (warningOfListen(listen) ?? ''),
)
if (!stopping.aborted) await once(stopping, 'abort')
await kafka.stop()
process.exit(0)

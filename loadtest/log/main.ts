import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { pino } from 'pino'
import * as z from 'zod'
import { openKafkaLog } from '../../eventing/log/kafka/log.ts'
import { openSqliteLog } from '../../eventing/log/sqlite/log.ts'
import type { CloudEvent } from '../../functions/shared/events/cloudevent.ts'
import { startKafka } from '../../scripts/servers/kafka/cluster.ts'
import { missingForKafka } from '../../scripts/servers/kafka/jars.ts'
import { ratios } from '../bench/ratios.ts'
import { listOf, positiveInt, print, readCommandLine } from '../command-line.ts'
import { median } from '../figures/median.ts'
import { temporaryFolder } from '../system/glyphflow.ts'
import { openBareKafkajs } from './bare-kafkajs.ts'
import { forEachConcurrent, type Party } from './party.ts'
import { createTopicLogParty } from './topic-log-party.ts'

/**
 * npm run bench:log [-- --events 30000] [--rounds 4] [--in-flight 32] [--partitions 16] [--bytes 300]
 *
 * The log path alone: appends small events one by one, --in-flight concurrently, then delivers them to a no-op service
 * with the same concurrency; over bare kafkajs, the Kafka log and the SQLite log in turn, so that noise of the machine
 * affects all of them. The exit code is 0 if the Kafka log reaches at least 0.7 of bare kafkajs's rates.
 * kafkajs sets timers for times in the past, about which Node would warn (package.json).
 *
 * CPU profile: node --cpu-prof loadtest/log/main.ts --parties kafka
 */
const { options } = readCommandLine(
  z.object({
    events: positiveInt.default(30_000),
    rounds: positiveInt.default(4),
    'in-flight': positiveInt.default(32),
    partitions: positiveInt.default(16),
    bytes: positiveInt.default(300),
    parties: listOf(z.enum(['bare', 'kafka', 'sqlite'])).default(['bare', 'kafka', 'sqlite']),
  }),
)
const { events: count, 'in-flight': inFlight, partitions, bytes, parties: names } = options
const minRatio = 0.7
const retentionMs = 24 * 60 * 60 * 1000
const logger = pino({ level: 'silent' })

const missing = missingForKafka()
if (missing) {
  process.stderr.write(`Expected ${missing}\n`)
  process.exit(2)
}

const service = fork(join(import.meta.dirname, 'service/main.ts'))
const [port] = await once(service, 'message')
const kafka = await startKafka()
const brokers = kafka.addresses.split(',')
const folder = await temporaryFolder()
const targetOf = (topic: string) => ({ topic, url: `http://127.0.0.1:${port}`, inFlight })

const open: Record<(typeof names)[number], () => Promise<Party>> = {
  bare: () => openBareKafkajs({ ...targetOf('bare'), brokers, partitions }),
  async kafka() {
    const topic = 'kafka-log'
    const plan = { name: topic, partitions, replicas: 1, retentionMs }
    const topicLog = openKafkaLog({
      connection: { brokers, tls: null, sasl: null },
      ...{ topics: [plan], createTopics: true, logger },
      onFailure(error) {
        throw error
      },
    })
    await topicLog.ready
    return createTopicLogParty('Kafka log', topicLog, targetOf(topic))
  },
  async sqlite() {
    const topic = 'sqlite-log'
    const topics = [{ name: topic, groups: [topic] }]
    const topicLog = openSqliteLog(join(folder.path, 'log.sqlite'), { topics, logger })
    return createTopicLogParty('SQLite log', topicLog, targetOf(topic))
  },
}
const parties: Party[] = []
for (const name of names) parties.push(await open[name]())

print(`${count} events of ${bytes} bytes, ${inFlight} at a time, ${partitions} partitions`)
const appendSeconds: number[][] = []
const deliverSeconds: number[][] = []
for (let round = 0; round <= options.rounds; round += 1) {
  const seconds: { append: number; deliver: number }[] = []
  for (const party of parties) seconds.push(await time(party, round))
  // The first round is a warm-up.
  if (round === 0) continue
  appendSeconds.push(seconds.map(({ append }) => append))
  deliverSeconds.push(seconds.map(({ deliver }) => deliver))
}
const isEnough = [
  printRates('appended', appendSeconds),
  printRates('delivered', deliverSeconds),
].every((enough) => enough)

for (const party of parties) await party.close()
await kafka.stop()
await folder.remove()
service.disconnect()
process.exit(isEnough ? 0 : 1)

async function time(party: Party, round: number) {
  const events = drawEvents(round)
  const fromMs = performance.now()
  await forEachConcurrent(inFlight, events, party.append)
  const append = (performance.now() - fromMs) / 1000
  return { append, deliver: await party.deliver(count) }
}

function drawEvents(round: number): CloudEvent[] {
  const data = Buffer.from(JSON.stringify({ text: 'a'.repeat(bytes) }))
  return Array.from({ length: count }, (_, index) => ({
    ...{ specversion: '1.0', source: '/loadtest', type: 'dev.glyphflow.loadtest.v1' },
    ...{ id: `${round}.${index}`, subject: `${index}`, partitionkey: `${index}` },
    ...{ datacontenttype: 'application/json', data },
  }))
}

/** False if the Kafka log is too slow relative to bare kafkajs in the same rounds. */
function printRates(what: string, rounds: number[][]): boolean {
  print()
  print(`${what} per second, median; × ${parties[0]?.name}: median of the rounds (each round)`)
  for (const [index, { name }] of parties.entries()) {
    const rate = median(rounds.map((seconds) => count / (seconds[index] ?? Number.NaN)))
    print(`  ${name.padEnd(13)} ${rate.toFixed(0).padStart(7)}   ${ratios(rounds, index)}`)
  }
  const [bare, own] = [names.indexOf('bare'), names.indexOf('kafka')]
  if (bare < 0 || own < 0) return true
  const each = rounds.map((seconds) => (seconds[bare] ?? 0) / (seconds[own] ?? 0))
  return median(each) >= minRatio
}

import type { TakenRecord } from '../topic-log.ts'
import { openKafkaLog } from './log.ts'
import { silent } from './own-kafka.fixture.ts'

/**
 * A reader in a separate process, which a test can suspend. It answers `take` with the offset of the next record, and
 * `finish` when all records taken so far are finished.
 */
const [brokers = '', topic = ''] = process.argv.slice(2)
const log = openKafkaLog({
  connection: { brokers: brokers.split(','), tls: null, sasl: null },
  topics: [{ name: topic, partitions: 1, replicas: 1, retentionMs: 1e8 }],
  createTopics: true,
  onFailure: (error) => process.send?.({ failed: String(error) }),
  logger: silent,
})
const subscription = log.subscribe({ topic, group: topic, maxOpen: 50 })
const taken: TakenRecord[] = []

process.on('message', async (command) => {
  if (command === 'take') {
    const record = await subscription.take()
    if (record) taken.push(record)
    process.send?.({ taken: record?.offset })
  }
  if (command === 'finish') {
    await Promise.all(taken.splice(0).map((record) => subscription.finish(record)))
    process.send?.({ finished: true })
  }
})
process.on('disconnect', () => process.exit(0))

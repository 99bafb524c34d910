import type { TakenRecord } from '../topic-log.ts'
import { openKafkaLog } from './log.ts'
import { silent } from './own-kafka.fixture.ts'

/**
 * A reader in a process of its own, so that it can be held: `take` is answered with an offset once there is a
 * record, `finish` when what was taken so far is finished.
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

process.on('message', async (asked) => {
  if (asked === 'take') {
    const record = await subscription.take()
    if (record) taken.push(record)
    process.send?.({ taken: record?.offset })
  }
  if (asked === 'finish') {
    await Promise.all(taken.splice(0).map((record) => subscription.finish(record)))
    process.send?.({ finished: true })
  }
})
process.on('disconnect', () => process.exit(0))

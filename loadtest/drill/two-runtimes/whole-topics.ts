import { Kafka, type KafkaMessage, logLevel } from 'kafkajs'

export interface KeptRecord {
  topic: string
  partition: number
  message: KafkaMessage
}

/** All that is in these topics by now, each partition's in order; Kafka's own topics included. */
export async function readWholeTopics(brokers: string[], topics: string[]): Promise<KeptRecord[]> {
  const kafka = new Kafka({ brokers, logLevel: logLevel.NOTHING })
  const left = await endsOf(kafka, topics)
  const records: KeptRecord[] = []
  const consumer = kafka.consumer({ groupId: `drill-${process.pid}`, maxWaitTimeInMs: 200 })
  const done = Promise.withResolvers<void>()
  consumer.on(consumer.events.CRASH, ({ payload }) => done.reject(payload.error))
  try {
    await consumer.connect()
    await consumer.subscribe({ topics, fromBeginning: true })
    if (left.size === 0) done.resolve()
    await consumer.run({
      autoCommit: false,
      eachBatch: async ({ batch }) => {
        const { topic, partition, messages } = batch
        for (const message of messages) records.push({ topic, partition, message })
        const name = `${topic} ${partition}`
        if (Number(batch.lastOffset()) + 1 >= (left.get(name) ?? 0)) left.delete(name)
        if (left.size === 0) done.resolve()
      },
    })
    await done.promise
  } finally {
    await consumer.disconnect()
  }
  return records
}

/** The offset after the last, of partitions with something in them, by `<topic> <partition>`. */
async function endsOf(kafka: Kafka, topics: string[]): Promise<Map<string, number>> {
  const admin = kafka.admin()
  await admin.connect()
  try {
    const ends = new Map<string, number>()
    for (const topic of topics) {
      for (const { partition, low, high } of await admin.fetchTopicOffsets(topic)) {
        if (Number(high) > Number(low)) ends.set(`${topic} ${partition}`, Number(high))
      }
    }
    return ends
  } finally {
    await admin.disconnect()
  }
}

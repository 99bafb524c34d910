import { Kafka, type KafkaMessage, logLevel } from 'kafkajs'

export interface KeptRecord {
  topic: string
  partition: number
  message: KafkaMessage
}

/** Timeout; 14 minutes of a drill are read in seconds. */
const timeoutMs = 120_000

/** All current records of the topics, in order within each partition; works for Kafka's internal topics. */
export async function readWholeTopics(brokers: string[], topics: string[]): Promise<KeptRecord[]> {
  const kafka = new Kafka({ brokers, logLevel: logLevel.NOTHING })
  const left = await endsOf(kafka, topics)
  const records: KeptRecord[] = []
  if (left.size === 0) return records
  const consumer = kafka.consumer({ groupId: `drill-${process.pid}`, maxWaitTimeInMs: 200 })
  const done = Promise.withResolvers<void>()
  // Prevents an unhandled rejection before the await below.
  done.promise.catch(() => {})
  const timer = setTimeout(() => {
    done.reject(new Error(`Expected to read ${[...left.keys()].join(', ')} within ${timeoutMs} ms`))
  }, timeoutMs)
  consumer.on(consumer.events.CRASH, ({ payload }) => {
    if (!payload.restart) done.reject(payload.error)
  })
  // END_BATCH_PROCESS is also emitted for batches without records.
  consumer.on(consumer.events.END_BATCH_PROCESS, ({ payload }) => {
    const name = `${payload.topic} ${payload.partition}`
    if (Number(payload.lastOffset) + 1 >= (left.get(name) ?? 0)) left.delete(name)
    if (left.size === 0) done.resolve()
  })
  try {
    await consumer.connect()
    await consumer.subscribe({ topics, fromBeginning: true })
    await consumer.run({
      autoCommit: false,
      eachBatch: async ({ batch: { topic, partition, messages } }) => {
        for (const message of messages) records.push({ topic, partition, message })
      },
    })
    await done.promise
  } finally {
    clearTimeout(timer)
    await consumer.disconnect()
  }
  return records
}

/** End offsets of non-empty partitions, by `<topic> <partition>`. */
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

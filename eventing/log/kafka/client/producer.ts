import { type ISocketFactory, type Kafka, Partitioners } from 'kafkajs'
import { UnavailableError } from '../../../../functions/shared/errors/unavailable-error.ts'
import type { EventRecord } from '../../event-record.ts'
import { type Position, RecordTooLargeError } from '../../topic-log.ts'
import { isAnswer, isFault } from './errors.ts'
import { createSockets, type Sockets } from './sockets.ts'
import { withTimeout } from './with-timeout.ts'

export interface Producer {
  connect(): Promise<void>
  /** Resolves when all in-sync replicas have the record. Throws RecordTooLargeError, or UnavailableError. */
  send(topic: string, record: EventRecord): Promise<Position>
  disconnect(): Promise<void>
}

/** Short, because callers retry too; a record appended twice has the same event id. */
const sendTimeoutMs = 8000

interface Client {
  producer: ReturnType<Kafka['producer']>
  sockets: Sockets
}

/**
 * Replaces its kafkajs producer after a timeout: kafkajs would keep retrying the unresponsive leader after the cluster
 * has elected another. The old producer's sockets are reset, because a leader that becomes reachable again would
 * receive each of its attempts.
 */
export function createProducer(createKafka: (open: ISocketFactory) => Kafka): Producer {
  let current = createClient(createKafka)

  function replace(failed: Client) {
    if (failed !== current) return
    current = createClient(createKafka)
    failed.sockets.abandon(sendTimeoutMs / 2)
    // Other sends through it may still succeed.
    setTimeout(() => {
      failed.sockets.abandon(0)
      failed.producer.disconnect().catch(() => {})
    }, sendTimeoutMs).unref()
  }

  async function sendBy({ producer }: Client, topic: string, record: EventRecord) {
    const { key, headers, value } = record
    const bytes = value && Buffer.from(value.buffer, value.byteOffset, value.byteLength)
    await producer.connect()
    const [sent] = await producer.send({
      ...{ topic, acks: -1, timeout: sendTimeoutMs },
      messages: [{ key, headers, value: bytes }],
    })
    if (!sent) throw new Error("Expected Kafka to return the record's offset")
    return { partition: sent.partition, offset: Number(sent.baseOffset) }
  }

  return {
    connect: () => current.producer.connect(),
    async send(topic, record) {
      const client = current
      try {
        return await withTimeout(sendBy(client, topic, record), sendTimeoutMs)
      } catch (cause) {
        if (isFault(cause, 'MESSAGE_TOO_LARGE')) {
          throw new RecordTooLargeError(`Topic ${topic} does not accept a record of this size`)
        }
        if (!isAnswer(cause)) replace(client)
        throw new UnavailableError(`Kafka did not accept the record: ${cause}`, { cause })
      }
    },
    disconnect: () => current.producer.disconnect(),
  }
}

function createClient(createKafka: (open: ISocketFactory) => Kafka): Client {
  const sockets = createSockets()
  const producer = createKafka(sockets.open).producer({
    // Compatible with Java clients: the same key, the same partition.
    createPartitioner: Partitioners.DefaultPartitioner,
    allowAutoTopicCreation: false,
    // An idempotent one may drop overlapping sends.
    idempotent: false,
    retry: { retries: 5 },
  })
  return { producer, sockets }
}

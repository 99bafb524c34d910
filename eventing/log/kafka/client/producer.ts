import { type ISocketFactory, type Kafka, Partitioners } from 'kafkajs'
import { UnavailableError } from '../../../../functions/shared/errors/unavailable-error.ts'
import type { EventRecord } from '../../cloudevent-kafka.ts'
import { type Position, RecordTooLargeError } from '../../topic-log.ts'
import { isAnswer, isFault } from './errors.ts'
import { createSockets, type Sockets } from './sockets.ts'
import { within } from './within.ts'

export interface Producer {
  connect(): Promise<void>
  /** Resolves when all replicas that are in sync have it. Throws RecordTooLargeError, or UnavailableError. */
  send(topic: string, record: EventRecord): Promise<Position>
  disconnect(): Promise<void>
}

/** Whoever appends tries again as well, and is not to wait for long; what comes twice has the same event id. */
const sendMs = 8000

interface Client {
  producer: ReturnType<Kafka['producer']>
  sockets: Sockets
}

/**
 * A producer that was not answered is replaced: kafkajs would go on asking a leader that does not answer, when the
 * others have long chosen another. Where its leader only is not heard, what it was given would come through when it
 * is heard again, once for each try: so it is kept from that.
 */
export function createProducer(createKafka: (open: ISocketFactory) => Kafka): Producer {
  let current = createClient(createKafka)

  function replace(failed: Client) {
    if (failed !== current) return
    current = createClient(createKafka)
    failed.sockets.abandon(sendMs / 2)
    // What others sent by it may still come through.
    setTimeout(() => {
      failed.sockets.abandon(0)
      failed.producer.disconnect().catch(() => {})
    }, sendMs).unref()
  }

  async function sendBy({ producer }: Client, topic: string, record: EventRecord) {
    const { key, headers, value } = record
    const bytes = value && Buffer.from(value.buffer, value.byteOffset, value.byteLength)
    await producer.connect()
    const [sent] = await producer.send({
      ...{ topic, acks: -1, timeout: sendMs },
      messages: [{ key, headers, value: bytes }],
    })
    if (!sent) throw new Error('Expected Kafka to say where the record is')
    return { partition: sent.partition, offset: Number(sent.baseOffset) }
  }

  return {
    connect: () => current.producer.connect(),
    async send(topic, record) {
      const client = current
      try {
        return await within(sendBy(client, topic, record), sendMs)
      } catch (cause) {
        if (isFault(cause, 'MESSAGE_TOO_LARGE')) {
          throw new RecordTooLargeError(`Topic ${topic} does not take a record as large as this`)
        }
        if (!isAnswer(cause)) replace(client)
        throw new UnavailableError(`Kafka did not take the record: ${cause}`, { cause })
      }
    },
    disconnect: () => current.producer.disconnect(),
  }
}

function createClient(createKafka: (open: ISocketFactory) => Kafka): Client {
  const sockets = createSockets()
  const producer = createKafka(sockets.open).producer({
    // As Java's clients choose: the same key, the same partition.
    createPartitioner: Partitioners.DefaultPartitioner,
    allowAutoTopicCreation: false,
    // It may drop sends that overlap.
    idempotent: false,
    retry: { retries: 5 },
  })
  return { producer, sockets }
}

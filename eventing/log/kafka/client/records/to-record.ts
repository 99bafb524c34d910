import type { KafkaMessage } from 'kafkajs'
import type { TopicRecord } from '../../../topic-log.ts'

/** Of a header that is there several times the first; one without a value, which Kafka allows, is none. */
export function toRecord(
  partition: number,
  {
    key,
    headers: given = {},
    value,
    offset,
  }: Pick<KafkaMessage, 'key' | 'headers' | 'value' | 'offset'>,
): TopicRecord {
  const headers: Record<string, string> = {}
  for (const [name, header] of Object.entries(given)) {
    // Null where there is no value, though its type does not say so.
    const first = Array.isArray(header) ? header[0] : header
    if (first) headers[name] = first.toString()
  }
  // What is fetched together is one piece of memory, which a single record must not hold.
  const own = value && Buffer.from(value)
  return { partition, offset: Number(offset), key: key?.toString() ?? null, headers, value: own }
}

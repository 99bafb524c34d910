import type { KafkaMessage } from 'kafkajs'
import type { TopicRecord } from '../../../topic-log.ts'

/** Keeps the first value of a repeated header, and drops headers without a value, which Kafka allows. */
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
    // Null without a value, contrary to its type.
    const first = Array.isArray(header) ? header[0] : header
    if (first) headers[name] = first.toString()
  }
  // Copied: a single record must not retain the memory of its whole fetch.
  const own = value && Buffer.from(value)
  return { partition, offset: Number(offset), key: key?.toString() ?? null, headers, value: own }
}

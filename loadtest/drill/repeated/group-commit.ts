import type { KafkaMessage } from 'kafkajs'
import type { Committed } from '../../../eventing/log/kafka/group/commits/committed.ts'

/** A commit as stored in `__consumer_offsets`. */
export interface GroupCommit {
  group: string
  topic: string
  partition: number
  committed: Committed
  /** Epoch, in ms. */
  at: number
}

const keyVersions = [0, 1]
/** Version that Kafka 4 writes: the first with compact strings. */
const valueVersion = 4

/**
 * Null for other records and for tombstones; throws on an unknown version. Layout: Kafka's OffsetCommitKey.json and
 * OffsetCommitValue.json.
 */
export function parseGroupCommit({ key, value, timestamp }: KafkaMessage): GroupCommit | null {
  if (!key || !value || !keyVersions.includes(key.readInt16BE(0))) return null
  const version = value.readInt16BE(0)
  if (version !== valueVersion) {
    throw new Error(`Expected a commit of version ${valueVersion}, got ${version}`)
  }
  const group = readString(key, 2)
  const topic = readString(key, group.end)
  const metadata = readCompactString(value, 14)
  return {
    ...{ group: group.text, topic: topic.text, partition: key.readInt32BE(topic.end) },
    committed: { offset: Number(value.readBigInt64BE(2)), metadata },
    at: Number(timestamp),
  }
}

/** int16 length in bytes, then the string. */
function readString(buffer: Buffer, at: number): { text: string; end: number } {
  const end = at + 2 + buffer.readInt16BE(at)
  return { text: buffer.toString('utf8', at + 2, end), end }
}

/** Length in bytes plus one as an unsigned varint (7 bits a byte, lowest first), then the string. */
function readCompactString(buffer: Buffer, from: number): string {
  let at = from
  let length = 0
  for (let bits = 0; ; bits += 7) {
    const byte = buffer.readUInt8(at++)
    length |= (byte & 0x7f) << bits
    if (byte < 0x80) return buffer.toString('utf8', at, at + length - 1)
  }
}

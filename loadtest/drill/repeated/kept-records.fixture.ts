import type { KeptRecord } from './whole-topics.ts'

/** An event of images-feed. */
export function eventRecord(event: string, offset: number): KeptRecord {
  const message = {
    ...{ key: null, value: null, timestamp: '0', attributes: 0, offset: String(offset) },
    headers: { ce_id: Buffer.from(event) },
  }
  return { topic: 'images-feed', partition: 0, message }
}

export interface CommitOptions {
  partition?: number
  offset?: number
  metadata?: string
  at?: number
}

/** A commit of group ocr, in the format of Kafka 4.3. */
export function commitRecord(options: CommitOptions): KeptRecord {
  const { partition = 0, offset = 0, metadata = '', at = 0 } = options
  const value = Buffer.alloc(14)
  value.writeInt16BE(4)
  value.writeBigInt64BE(BigInt(offset), 2)
  const length = metadata.length + 1
  const compact = length < 128 ? [length] : [(length & 0x7f) | 0x80, length >> 7]
  const rest = Buffer.from([...compact, ...Buffer.from(metadata), ...Buffer.alloc(9)])
  const key = Buffer.concat([
    Buffer.from([0, 1]),
    string('ocr'),
    string('images-feed'),
    int32(partition),
  ])
  return {
    ...{ topic: '__consumer_offsets', partition: 0 },
    message: {
      ...{ key, value: Buffer.concat([value, rest]), timestamp: String(at) },
      ...{ attributes: 0, offset: '0', headers: {} },
    },
  }
}

function string(text: string): Buffer {
  return Buffer.from([0, text.length, ...Buffer.from(text)])
}

function int32(number: number): Buffer {
  const buffer = Buffer.alloc(4)
  buffer.writeInt32BE(number)
  return buffer
}

import { fromCommitted } from '../../../eventing/log/kafka/group/commits/committed.ts'
import { monotonicMs } from '../../figures/monotonic.ts'
import { percentile } from '../../figures/percentile.ts'
import type { Delivery } from '../../ocr/stub/delivery-journal.ts'
import { parseGroupCommit } from './group-commit.ts'
import { type KeptRecord, readWholeTopics } from './whole-topics.ts'

/** First time after `fromMs` of a commit that covers the event; null if there is none. */
export type CommittedAfter = (event: string, fromMs: number) => number | null

const offsetsTopic = '__consumer_offsets'

/** Reads from Kafka when a group committed the events of a topic; times are monotonic, in ms. */
export async function readCommits(
  brokers: string[],
  topic: string,
  group: string,
): Promise<CommittedAfter> {
  const records = await readWholeTopics(brokers, [topic, offsetsTopic])
  return commitsOf(records, { topic, group, epochMs: Date.now() - monotonicMs() })
}

export interface CommitsOptions {
  topic: string
  group: string
  /** Epoch time at monotonic time 0, in ms. */
  epochMs: number
}

/** An event that was appended several times is committed as often; the first one after `fromMs` counts. */
export function commitsOf(records: KeptRecord[], options: CommitsOptions): CommittedAfter {
  const { topic, group, epochMs } = options
  const uncommitted = new Map<number, Map<number, string>>()
  for (const { partition, message } of records.filter((record) => record.topic === topic)) {
    const event = message.headers?.ce_id
    if (!event) throw new Error(`Expected ce_id of ${topic} ${partition} at ${message.offset}`)
    const ofPartition = uncommitted.get(partition) ?? new Map<number, string>()
    uncommitted.set(partition, ofPartition.set(Number(message.offset), String(event)))
  }
  const times = new Map<string, number[]>()
  for (const record of records.filter((each) => each.topic === offsetsTopic)) {
    const commit = parseGroupCommit(record.message)
    if (commit?.group !== group || commit.topic !== topic) continue
    const { position, open } = fromCommitted(commit.committed)
    const isOpen = new Set(open.map(({ offset }) => offset))
    const left = uncommitted.get(commit.partition) ?? new Map<number, string>()
    for (const [offset, event] of left) {
      if (offset >= position || isOpen.has(offset)) continue
      left.delete(offset)
      times.set(event, [...(times.get(event) ?? []), commit.at - epochMs])
    }
  }
  if (times.size === 0) throw new Error(`Expected commits of group ${group}, got none`)
  return (event, fromMs) => {
    const later = (times.get(event) ?? []).filter((time) => time >= fromMs - clockErrorMs)
    return later.length > 0 ? Math.min(...later) : null
  }
}

/** The epoch clock has whole ms, and is adjusted now and then. */
const clockErrorMs = 5

export interface CommitDelays {
  /** From successful answers to their commits, in ms; NaN without commits. */
  median: number
  p99: number
  /** Share of successful answers without a commit before the event's next delivery. */
  missing: number
}

/** `deliveries` are in the order of `takenAt`. */
export function commitDelays(deliveries: Delivery[], committedAfter: CommittedAfter): CommitDelays {
  const delays: number[] = []
  let missing = 0
  for (const [event, ofEvent] of Map.groupBy(deliveries, (delivery) => delivery.event)) {
    for (const [index, { answeredAt, status }] of ofEvent.entries()) {
      if (answeredAt === null || status === null || status >= 300) continue
      const next = ofEvent[index + 1]?.takenAt ?? Number.POSITIVE_INFINITY
      const at = committedAfter(event, answeredAt)
      if (at !== null && at < next) delays.push(at - answeredAt)
      else missing += 1
    }
  }
  const share = missing / Math.max(delays.length + missing, 1)
  return { median: percentile(delays, 0.5), p99: percentile(delays, 0.99), missing: share }
}

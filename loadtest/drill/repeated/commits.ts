import { fromCommitted } from '../../../eventing/log/kafka/group/committed.ts'
import { monotonicMs } from '../../figures/monotonic.ts'
import { percentile } from '../../figures/percentile.ts'
import type { Delivery } from '../../ocr/stub/delivery-journal.ts'
import { parseGroupCommit } from './group-commit.ts'
import { type KeptRecord, readWholeTopics } from './whole-topics.ts'

/** The first time from then on when a group's progress was committed that has the event done; null if it never was. */
export type CommittedAfter = (event: string, fromMs: number) => number | null

const groupsProgress = '__consumer_offsets'

/** Reads from Kafka itself when a group has done the events of a topic; times are monotonic, in ms. */
export async function readCommits(
  brokers: string[],
  topic: string,
  group: string,
): Promise<CommittedAfter> {
  const records = await readWholeTopics(brokers, [topic, groupsProgress])
  return commitsOf(records, { topic, group, epochMs: Date.now() - monotonicMs() })
}

export interface CommitsOptions {
  topic: string
  group: string
  /** The time of the epoch's clock when the monotonic one was 0. */
  epochMs: number
}

/** An event that was appended several times is done as often, and any of them is the first from then on. */
export function commitsOf(records: KeptRecord[], options: CommitsOptions): CommittedAfter {
  const { topic, group, epochMs } = options
  const undone = new Map<number, Map<number, string>>()
  for (const { partition, message } of records.filter((record) => record.topic === topic)) {
    const event = message.headers?.ce_id
    if (!event) throw new Error(`Expected ce_id of ${topic} ${partition} at ${message.offset}`)
    const ofPartition = undone.get(partition) ?? new Map<number, string>()
    undone.set(partition, ofPartition.set(Number(message.offset), String(event)))
  }
  const times = new Map<string, number[]>()
  for (const record of records.filter((each) => each.topic === groupsProgress)) {
    const commit = parseGroupCommit(record.message)
    if (commit?.group !== group || commit.topic !== topic) continue
    const { position, open } = fromCommitted(commit.committed)
    const isOpen = new Set(open.map(({ offset }) => offset))
    const left = undone.get(commit.partition) ?? new Map<number, string>()
    for (const [offset, event] of left) {
      if (offset >= position || isOpen.has(offset)) continue
      left.delete(offset)
      times.set(event, [...(times.get(event) ?? []), commit.at - epochMs])
    }
  }
  if (times.size === 0) throw new Error(`Expected commits of group ${group}, got none`)
  return (event, fromMs) => {
    const later = (times.get(event) ?? []).filter((time) => time >= fromMs - clocksDifferMs)
    return later.length > 0 ? Math.min(...later) : null
  }
}

/** The epoch's clock is told in whole ms, and is put right now and then. */
const clocksDifferMs = 5

export interface CommitDelays {
  /** From good answers to their commits, in ms; NaN of none. */
  median: number
  p99: number
  /** Of all good answers, those whose event was not committed before it was delivered again, or never. */
  missing: number
}

/** `deliveries` are in the order in which they were taken. */
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

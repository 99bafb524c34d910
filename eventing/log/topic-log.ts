import type { KafkaMessage } from '../../functions/shared/cloudevent.ts'

/**
 * Topics with records, read by groups at least once. One interface, one contract suite
 * (`topic-log.contract.ts`), one implementation for each kind of log.
 */
export interface TopicLog {
  /** Resolves when the record is on disk; records appended together may share one commit. */
  append(topic: string, message: KafkaMessage): Promise<Position>
  /** Hands each record of a topic to the group, those that it had not finished first. */
  subscribe(options: { topic: string; group: string }): Subscription
  /** How many records of the topic the group has not finished. */
  lag(topic: string, group: string): Promise<number>
  close(): Promise<void>
}

export interface Position {
  partition: number
  offset: number
}

export interface TopicRecord extends Position, KafkaMessage {}

export interface Subscription {
  /** The next record, waited for; null once the subscription is closed. */
  take(): Promise<TopicRecord | null>
  /** The record needs no more deliveries; in any order. */
  finish(record: TopicRecord): Promise<void>
  /** What was taken and not finished is handed over again to the group's next subscription. */
  close(): Promise<void>
}

/** The topic is not one of the log's. */
export class UnknownTopicError extends Error {
  override name = 'UnknownTopicError'
}

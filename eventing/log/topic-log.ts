import type { EventRecord } from './cloudevent-kafka.ts'

/**
 * Topics with records, read by groups at least once. One interface, one contract suite
 * (`topic-log.contract.ts`), one implementation for each kind of log.
 */
export interface TopicLog {
  /** Resolves when it can be used; rejects with SettingsError where it never can. Until then appends are refused. */
  ready: Promise<void>
  /**
   * Resolves when the record is on disk; records appended together may share one commit. Throws
   * UnknownTopicError, RecordTooLargeError; anything else may be otherwise the next time.
   */
  append(topic: string, message: EventRecord): Promise<Position>
  /** Hands each record of a topic to the group, those that it had not finished first. */
  subscribe(options: SubscribeOptions): Subscription
  /** How many records of the topic the group has not finished, at most. */
  lag(topic: string, group: string): Promise<number>
  close(): Promise<void>
}

export interface SubscribeOptions {
  topic: string
  group: string
  /** Records of a partition that may be taken and unfinished at once, at most `maxWindow` (./window.ts). */
  maxOpen: number
}

export interface Position {
  partition: number
  offset: number
}

export interface TopicRecord extends Position, EventRecord {}

/** With the attempts that were made at it before this subscription. */
export interface TakenRecord extends TopicRecord {
  attempts: number
}

/** What a group has done outlives it: which records are finished, in whatever order, and the attempts at others. */
export interface Subscription {
  /** The next record, waited for, also while `maxOpen` are unfinished; null once the subscription is stopped. */
  take(): Promise<TakenRecord | null>
  /** So many attempts were made at a record in all. Like `finish`, it may be repeated when it rejects. */
  attempted(record: Position, attempts: number): Promise<void>
  /** The record needs no more deliveries; in any order. Resolves when that is on disk. */
  finish(record: Position): Promise<void>
  /** Hands out no more; what was taken can still be finished. */
  stop(): void
  /** Stops, and leaves the group: what was taken and not finished is handed over again to who reads it next. */
  close(): Promise<void>
}

/** The log will never take the record. */
export class RecordTooLargeError extends Error {
  override name = 'RecordTooLargeError'
}

/** The topic is not one of the log's. */
export class UnknownTopicError extends Error {
  override name = 'UnknownTopicError'
}

import type { EventRecord } from './cloudevent-kafka.ts'

/**
 * Topics with records, read by groups at least once. One interface, one contract suite
 * (`topic-log.contract.ts`), one implementation for each kind of log.
 */
export interface TopicLog {
  /** Resolves when the log is usable; rejects with SettingsError if it never will be. Appends are refused before. */
  ready: Promise<void>
  /**
   * Resolves when the record is on disk; records appended together may share one commit. Throws
   * UnknownTopicError, RecordTooLargeError; any other error is temporary.
   */
  append(topic: string, message: EventRecord): Promise<Position>
  /** Delivers each record of a topic to the group, records left unfinished first. */
  subscribe(options: SubscribeOptions): Subscription
  /** Upper bound of the topic's records that the group has not finished. */
  lag(topic: string, group: string): Promise<number>
  close(): Promise<void>
}

export interface SubscribeOptions {
  topic: string
  group: string
  /** Limit of taken, unfinished records of a partition; at most `maxWindow` (./window.ts). */
  maxOpen: number
}

export interface Position {
  partition: number
  offset: number
}

export interface TopicRecord extends Position, EventRecord {}

/** A record, with the number of attempts made before this subscription. */
export interface TakenRecord extends TopicRecord {
  attempts: number
}

/** A group's progress outlives the subscription: finished records, in any order, and the attempts at open ones. */
export interface Subscription {
  /** Waits for the next record, and for a finish while `maxOpen` are unfinished; null once stopped. */
  take(): Promise<TakenRecord | null>
  /** Saves the total number of attempts at a record. Can be retried after a rejection, like `finish`. */
  attempted(record: Position, attempts: number): Promise<void>
  /** Marks a record as done, in any order. Resolves when that is on disk. */
  finish(record: Position): Promise<void>
  /** Hands out no more records; taken ones can still be finished. */
  stop(): void
  /** Stops and leaves the group: the next reader receives the unfinished records again. */
  close(): Promise<void>
}

/** The log never accepts the record. */
export class RecordTooLargeError extends Error {
  override name = 'RecordTooLargeError'
}

/** The log has no such topic. */
export class UnknownTopicError extends Error {
  override name = 'UnknownTopicError'
}

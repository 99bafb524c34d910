import type { EventRecord } from './event-record.ts'

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
  append(topic: string, record: EventRecord): Promise<Position>
  /** Delivers each record of a topic to the group, records left unfinished first. */
  subscribe(options: SubscribeOptions): Subscription
  /** Upper bound of the topic's records that the group has not finished. */
  lag(topic: string, group: string): Promise<number>
  /** Number of records appended to the topic so far, removed ones included. */
  appended(topic: string): Promise<number>
  close(): Promise<void>
}

export interface SubscribeOptions {
  topic: string
  group: string
  /** Limit of taken, unfinished records of a partition; at most `maxWindow` (./window.ts). */
  maxOpen: number
  /** Called when the group has assigned partitions to this subscription, before one of their records is taken. */
  onAssigned?: (assignment: Assignment) => void
}

/** Number of a topic's partitions that a subscription reads. */
export interface Assignment {
  owned: number
  of: number
}

export interface Position {
  partition: number
  offset: number
}

export interface TopicRecord extends Position, EventRecord {}

/** A record, with the count of attempts saved before this subscription; 0 if none was. */
export interface TakenRecord extends TopicRecord {
  attempts: number
}

/** A group's progress outlives the subscription: finished records, in any order, and the attempts at open ones. */
export interface Subscription {
  /** Waits for the next record, and for a finish while `maxOpen` are unfinished; null once stopped. */
  take(): Promise<TakenRecord | null>
  /** False if another reader of the group may own the record's partition by now: it redelivers the record. */
  owns(record: TakenRecord): boolean
  /** Saves the count of attempts at a record, any integer. Can be retried after a rejection, like `finish`. */
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

/**
 * A group's progress in a partition: every record before `position` is finished, except the open ones.
 * Open records are listed, not computed: a partition's offsets may have gaps.
 */
export interface Progress {
  /** First offset never handed out. */
  position: number
  /** Ascending. */
  open: OpenRecord[]
}

export interface OpenRecord {
  offset: number
  attempts: number
}

/**
 * Limit of open records of a partition: they have to fit beside a committed offset
 * (./kafka/group/commits/committed.ts).
 */
export const maxWindow = 200

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

/** A partition's records in flight. */
export interface Window {
  position(): number
  /** Number of open records. */
  size(): number
  begin(offset: number): void
  attempted(offset: number, attempts: number): void
  finish(offset: number): void
  progress(): Progress
}

export function createWindow({ position, open }: Progress): Window {
  let next = position
  // Ascending: earlier open records come first, and new ones begin in order.
  const attemptsAt = new Map(open.map(({ offset, attempts }) => [offset, attempts]))
  return {
    position: () => next,
    size: () => attemptsAt.size,
    begin(offset) {
      attemptsAt.set(offset, 0)
      next = offset + 1
    },
    attempted(offset, attempts) {
      if (attemptsAt.has(offset)) attemptsAt.set(offset, attempts)
    },
    finish(offset) {
      attemptsAt.delete(offset)
    },
    progress: () => ({
      position: next,
      open: [...attemptsAt].map(([offset, attempts]) => ({ offset, attempts })),
    }),
  }
}

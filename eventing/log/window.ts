/**
 * What a group has done of a partition: everything before `position` is finished, but for what is open.
 * Records are listed, not computed: offsets may be missing from a partition.
 */
export interface Progress {
  /** The first offset that was never handed over. */
  position: number
  /** Ascending. */
  open: OpenRecord[]
}

export interface OpenRecord {
  offset: number
  attempts: number
}

/** Open records of a partition: as many as fit beside a committed offset (./kafka/group/committed.ts). */
export const maxWindow = 200

/** The records of a partition that are under way. */
export interface Window {
  position(): number
  /** How many are open. */
  size(): number
  begin(offset: number): void
  attempted(offset: number, attempts: number): void
  finish(offset: number): void
  progress(): Progress
}

export function createWindow({ position, open }: Progress): Window {
  let next = position
  // Kept ascending: what was open comes first, and the rest is begun in order.
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

import type { Assignment } from '../log/topic-log.ts'

/** Divides a service's slots among the processes that read its topics, by the partitions that each has. */
export interface Shares {
  /** Adds a topic; returns the listener of its assignments. */
  ofTopic(): (assignment: Assignment) => void
}

/**
 * Calls `resize` with this process's slots after each assignment: its part of all partitions of the topics, rounded up.
 * At least one, for a record that waits for a retry while its partition moves to another reader.
 */
export function createShares(slotCount: number, resize: (slots: number) => void): Shares {
  const assignments: Assignment[] = []

  return {
    ofTopic() {
      const at = assignments.push({ owned: 0, of: 0 }) - 1
      return (assignment) => {
        assignments[at] = assignment
        const owned = assignments.reduce((sum, each) => sum + each.owned, 0)
        const of = assignments.reduce((sum, each) => sum + each.of, 0)
        resize(Math.max(Math.ceil((slotCount * owned) / of), 1))
      }
    },
  }
}

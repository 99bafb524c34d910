import type { Progress } from '../../../window.ts'
import type { PartitionOffsets } from '../../client/offsets.ts'
import { fromCommitted } from './committed.ts'

/**
 * A group's progress in a partition, without records that were removed. A position beyond the end belongs to an
 * earlier topic of the same name, so every record is unfinished.
 */
export function toProgress({ committed, low, high }: PartitionOffsets): Progress {
  if (committed === null) return { position: low, open: [] }
  const { position, open } = fromCommitted(committed)
  if (position > high) return { position: low, open: [] }
  return { position: Math.max(position, low), open: open.filter(({ offset }) => offset >= low) }
}

/** Number of offsets from the position on, gaps included, and of open records. */
export function lagOf(offsets: PartitionOffsets): number {
  const { position, open } = toProgress(offsets)
  return offsets.high - position + open.length
}

import type { Progress } from '../../window.ts'
import type { PartitionOffsets } from '../client/offsets.ts'
import { fromCommitted } from './committed.ts'

/**
 * What is left to do of a partition. Records that are gone are not; a position beyond the end is that of
 * another log (the topic was removed and made anew), and everything there is is left to do.
 */
export function toProgress({ committed, low, high }: PartitionOffsets): Progress {
  if (committed === null) return { position: low, open: [] }
  const { position, open } = fromCommitted(committed)
  if (position > high) return { position: low, open: [] }
  return { position: Math.max(position, low), open: open.filter(({ offset }) => offset >= low) }
}

/** Offsets from the position on, and what is open: offsets that a partition lacks are counted as well. */
export function lagOf(offsets: PartitionOffsets): number {
  const { position, open } = toProgress(offsets)
  return offsets.high - position + open.length
}

import type { Partition } from '../../partition.ts'

const KiB = 1024
const MiB = 1024 * KiB

/** A partition with so much to hand out is not fetched from. */
const enoughBytes = 512 * KiB
/** Of all partitions together, what is under way and what waits for its next attempt included. */
const maxHeldBytes = 256 * MiB

/**
 * The partitions to fetch from: those with little left to hand out, while there is room. One that was just fetched from
 * waits until it is almost empty, so the others have their turn.
 */
export function decideFetch(
  partitions: Pick<Partition, 'number' | 'queuedBytes' | 'openBytes'>[],
): Set<number> {
  const held = partitions.reduce((sum, { queuedBytes, openBytes }) => {
    return sum + queuedBytes() + openBytes()
  }, 0)
  if (held >= maxHeldBytes) return new Set()
  const few = partitions.filter(({ queuedBytes }) => queuedBytes() < enoughBytes)
  return new Set(few.map(({ number }) => number))
}

import type { Partition } from './partition.ts'

const KiB = 1024
const MiB = 1024 * KiB

/** A partition with so much to hand out is not fetched from. */
const enoughBytes = 512 * KiB
/** Of all partitions together: none is fetched from while so much waits to be handed out… */
const maxQueuedBytes = 16 * MiB
/** …or is held at all, what is under way and what waits for its next attempt included. */
const maxHeldBytes = 256 * MiB

/**
 * The partitions to fetch from: those with little left to hand out, while there is room. Memory is bounded by
 * the two limits and one fetch from each broker. A partition that was just fetched from waits until it is
 * almost empty, so the others have their turn.
 */
export function decideFetch(
  partitions: Pick<Partition, 'number' | 'queuedBytes' | 'openBytes'>[],
): Set<number> {
  const queued = partitions.reduce((sum, { queuedBytes }) => sum + queuedBytes(), 0)
  const open = partitions.reduce((sum, { openBytes }) => sum + openBytes(), 0)
  if (queued >= maxQueuedBytes || queued + open >= maxHeldBytes) return new Set()
  const few = partitions.filter(({ queuedBytes }) => queuedBytes() < enoughBytes)
  return new Set(few.map(({ number }) => number))
}

import type { Partition } from '../../partition.ts'

const KiB = 1024
const MiB = 1024 * KiB

/** Queue size of a partition above which it is not fetched. */
const maxQueuedBytes = 512 * KiB
/** Limit for all partitions together: queued records, and open ones, including those waiting for a retry. */
const maxHeldBytes = 256 * MiB

/**
 * Chooses the partitions to fetch: those with short queues, while memory allows. A partition just fetched waits until
 * its queue is almost empty, so all partitions get their turn.
 */
export function decideFetch(
  partitions: Pick<Partition, 'number' | 'queuedBytes' | 'openBytes'>[],
): Set<number> {
  const held = partitions.reduce((sum, { queuedBytes, openBytes }) => {
    return sum + queuedBytes() + openBytes()
  }, 0)
  if (held >= maxHeldBytes) return new Set()
  const short = partitions.filter(({ queuedBytes }) => queuedBytes() < maxQueuedBytes)
  return new Set(short.map(({ number }) => number))
}

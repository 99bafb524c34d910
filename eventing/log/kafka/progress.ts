import type { Admin } from 'kafkajs'
import type { Progress } from '../window.ts'
import { type Committed, fromCommitted } from './committed.ts'

/** A partition as Kafka knows it. */
export interface PartitionState {
  partition: number
  /** What the group has committed last; null where it never has. */
  committed: Committed | null
  /** The first offset that is still there. */
  low: number
  /** The offset that the next record gets. */
  high: number
}

/** What a group has committed of a topic, and what there is, for each partition. */
export async function readPartitions(
  admin: Admin,
  topic: string,
  group: string,
): Promise<PartitionState[]> {
  const [ends, groupOffsets] = await Promise.all([
    admin.fetchTopicOffsets(topic),
    admin.fetchOffsets({ groupId: group, topics: [topic] }),
  ])
  const offsets = groupOffsets.flatMap(({ partitions }) => partitions)
  return ends.map(({ partition, low, high }) => {
    const found = offsets.find((each) => each.partition === partition)
    const offset = Number(found?.offset ?? -1)
    const committed = offset < 0 ? null : { offset, metadata: found?.metadata ?? '' }
    return { partition, committed, low: Number(low), high: Number(high) }
  })
}

/**
 * What is left to do of a partition. Records that are gone are not; a position beyond the end is that of
 * another log (the topic was removed and made anew), and everything there is is left to do.
 */
export function toProgress({ committed, low, high }: PartitionState): Progress {
  if (committed === null) return { position: low, open: [] }
  const { position, open } = fromCommitted(committed)
  if (position > high) return { position: low, open: [] }
  return { position: Math.max(position, low), open: open.filter(({ offset }) => offset >= low) }
}

/** Offsets from the position on, and what is open: offsets that a partition lacks are counted as well. */
export function lagOf(state: PartitionState): number {
  const { position, open } = toProgress(state)
  return state.high - position + open.length
}

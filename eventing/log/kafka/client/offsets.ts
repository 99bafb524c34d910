import type { Admin, Kafka } from 'kafkajs'
import { UnavailableError } from '../../../../functions/shared/errors/unavailable-error.ts'
import type { Committed } from '../group/committed.ts'
import { forgottenMs, within } from './within.ts'

/** Offsets of a partition, and the one that a group has committed. */
export interface PartitionOffsets {
  partition: number
  /** What the group has committed last; null where it never has. */
  committed: Committed | null
  /** The first offset that is still there. */
  low: number
  /** The offset that the next record gets. */
  high: number
}

export interface Offsets {
  connect(): Promise<void>
  /** Each partition of a topic. Throws UnavailableError where there is no answer for 20 s. */
  read(topic: string, group: string): Promise<PartitionOffsets[]>
  disconnect(): Promise<void>
}

/** A client that has left a request unanswered is replaced: the next one would wait for what that one waits for. */
export function createOffsets(kafka: Kafka): Offsets {
  let admin = kafka.admin()

  function replace(late: Admin) {
    if (late !== admin) return
    admin = kafka.admin()
    late.disconnect().catch(() => {})
  }

  async function ask(asked: Admin, topic: string, group: string): Promise<PartitionOffsets[]> {
    await asked.connect()
    const [ends, groupOffsets] = await Promise.all([
      asked.fetchTopicOffsets(topic),
      asked.fetchOffsets({ groupId: group, topics: [topic] }),
    ])
    const offsets = groupOffsets.flatMap(({ partitions }) => partitions)
    return ends.map(({ partition, low, high }) => {
      const found = offsets.find((each) => each.partition === partition)
      const offset = Number(found?.offset ?? -1)
      const committed = offset < 0 ? null : { offset, metadata: found?.metadata ?? '' }
      return { partition, committed, low: Number(low), high: Number(high) }
    })
  }

  return {
    connect: () => admin.connect(),
    async read(topic, group) {
      const asked = admin
      try {
        return await within(ask(asked, topic, group), forgottenMs)
      } catch (error) {
        if (error instanceof UnavailableError) replace(asked)
        throw error
      }
    },
    disconnect: () => admin.disconnect(),
  }
}

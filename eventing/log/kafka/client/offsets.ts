import type { Admin, Kafka } from 'kafkajs'
import { UnavailableError } from '../../../../functions/shared/errors/unavailable-error.ts'
import type { Committed } from '../group/commits/committed.ts'
import { droppedMs, withTimeout } from './with-timeout.ts'

/** Offsets of a partition, and a group's commit. */
export interface PartitionOffsets {
  partition: number
  /** The group's last commit; null if there is none. */
  committed: Committed | null
  /** First offset not removed. */
  low: number
  /** Offset of the next record. */
  high: number
}

export interface Offsets {
  connect(): Promise<void>
  /** Reads each partition of a topic. Throws UnavailableError after 20 s without an answer. */
  read(topic: string, group: string): Promise<PartitionOffsets[]>
  /** Sum of the offsets of the next records. Throws like `read`. */
  end(topic: string): Promise<number>
  disconnect(): Promise<void>
}

/** Replaces its admin client after a timeout: further requests would queue behind the unanswered one. */
export function createOffsets(kafka: Kafka): Offsets {
  let admin = kafka.admin()

  function replace(late: Admin) {
    if (late !== admin) return
    admin = kafka.admin()
    late.disconnect().catch(() => {})
  }

  /** Gives up on an admin client after a timeout. */
  async function ask<T>(question: (admin: Admin) => Promise<T>): Promise<T> {
    const used = admin
    try {
      return await withTimeout(question(used), droppedMs)
    } catch (error) {
      if (error instanceof UnavailableError) replace(used)
      throw error
    }
  }

  async function fetchAll(from: Admin, topic: string, group: string): Promise<PartitionOffsets[]> {
    await from.connect()
    const [ends, groupOffsets] = await Promise.all([
      from.fetchTopicOffsets(topic),
      from.fetchOffsets({ groupId: group, topics: [topic] }),
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
    read: (topic, group) => ask((from) => fetchAll(from, topic, group)),
    end: (topic) =>
      ask(async (from) => {
        await from.connect()
        const partitions = await from.fetchTopicOffsets(topic)
        return partitions.reduce((sum, { high }) => sum + Number(high), 0)
      }),
    disconnect: () => admin.disconnect(),
  }
}

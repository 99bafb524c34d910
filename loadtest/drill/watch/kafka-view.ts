import { type Admin, Kafka, logLevel } from 'kafkajs'
import { createLook } from './look.ts'

/** A group as described by its coordinator. */
export interface GroupView {
  name: string
  isStable: boolean
  members: number
  /** Partitions by member, as a text that changes only with the assignment. */
  assignment: string
}

export type KafkaView = ReturnType<typeof createKafkaView>

/** Queries Kafka from outside, starting with another broker on each connection; null if a query fails. */
export function createKafkaView(brokers: string[]) {
  let first = 0

  async function connect(): Promise<Admin> {
    first += 1
    const kafka = new Kafka({
      brokers: brokers.map((_, index) => brokers[(first + index) % brokers.length] as string),
      logLevel: logLevel.NOTHING,
      connectionTimeout: 1000,
      requestTimeout: 2000,
      retry: { retries: 0 },
    })
    const admin = kafka.admin()
    await admin.connect()
    // kafkajs finds no coordinator before it has cluster metadata.
    await admin.describeCluster()
    return admin
  }
  const { look, close } = createLook(connect)

  return {
    /** Whether all replicas of the topics' partitions are in sync. */
    areInSync: (names: string[]) =>
      look(async (asked) => {
        const { topics } = await asked.fetchTopicMetadata({ topics: names })
        const partitions = topics.flatMap((topic) => topic.partitions)
        return partitions.every(({ isr, replicas }) => isr.length === replicas.length)
      }),
    groups: (names: string[]) =>
      look(async (asked): Promise<GroupView[]> => {
        const { groups } = await asked.describeGroups(names)
        return groups.map(({ groupId, state, members }) => ({
          name: groupId,
          isStable: state === 'Stable',
          members: members.length,
          assignment: members
            .map((each) => `${each.memberId} ${each.memberAssignment.toString('base64')}`)
            .sort()
            .join(),
        }))
      }),
    close,
  }
}

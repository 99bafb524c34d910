import { type Admin, Kafka, logLevel } from 'kafkajs'
import { createLook } from './look.ts'

/** A group as its coordinator tells it. */
export interface GroupView {
  name: string
  isStable: boolean
  members: number
  /** Who has which partitions: the same text as long as nothing changes hands. */
  assignment: string
}

export type KafkaView = ReturnType<typeof createKafkaView>

/** Looks at Kafka from outside, beginning with another broker each time; each look is null where it does not answer. */
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
    // kafkajs asks no coordinator before it has been told of the brokers.
    await admin.describeCluster()
    return admin
  }
  const { look, close } = createLook(connect)

  return {
    /** Whether every replica of these topics' partitions has what its leader has. */
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

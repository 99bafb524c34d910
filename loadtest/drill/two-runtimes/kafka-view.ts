import { type Admin, Kafka, logLevel } from 'kafkajs'

/** A group as its coordinator tells it. */
export interface GroupView {
  name: string
  isStable: boolean
  members: number
  /** Who has which partitions: the same text as long as nothing changes hands. */
  assignment: string
}

export type KafkaView = ReturnType<typeof createKafkaView>

/** Looks at Kafka from outside; each look is null where it does not answer. */
export function createKafkaView(brokers: string[]) {
  const kafka = new Kafka({
    brokers,
    logLevel: logLevel.NOTHING,
    connectionTimeout: 1000,
    requestTimeout: 2000,
    retry: { retries: 0 },
  })
  let admin: Admin | null = null

  async function connected(): Promise<Admin> {
    const fresh = kafka.admin()
    await fresh.connect()
    return fresh
  }

  async function look<T>(question: (admin: Admin) => Promise<T>): Promise<T | null> {
    try {
      admin ??= await connected()
      return await question(admin)
    } catch {
      close()
      return null
    }
  }

  /** A new one asks every broker anew where everything is. */
  function close() {
    admin?.disconnect().catch(() => {})
    admin = null
  }

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

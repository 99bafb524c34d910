import type { Admin, Kafka } from 'kafkajs'
import { UnavailableError } from '../../../functions/shared/unavailable-error.ts'
import { type PartitionState, readPartitions } from './progress.ts'
import { forgottenMs, within } from './within.ts'

/** Looks at where groups stand. */
export interface Looker {
  connect(): Promise<void>
  /** Each partition of a topic. Throws UnavailableError where there is no answer for 20 s. */
  look(topic: string, group: string): Promise<PartitionState[]>
  disconnect(): Promise<void>
}

/** A client that has left a look unanswered is replaced: the next one would wait for what that one waits for. */
export function createLooker(kafka: Kafka): Looker {
  let admin = kafka.admin()

  function replace(late: Admin) {
    if (late !== admin) return
    admin = kafka.admin()
    late.disconnect().catch(() => {})
  }

  async function ask(asked: Admin, topic: string, group: string): Promise<PartitionState[]> {
    await asked.connect()
    return readPartitions(asked, topic, group)
  }

  return {
    connect: () => admin.connect(),
    async look(topic, group) {
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

import type { Kafka } from 'kafkajs'
import { type PartitionState, readPartitions } from './progress.ts'
import { forgottenMs, within } from './within.ts'

/** Looks at where groups stand. */
export interface Looker {
  connect(): Promise<void>
  /** Each partition of a topic. Throws UnavailableError where there is no answer for 20 s. */
  look(topic: string, group: string): Promise<PartitionState[]>
  disconnect(): Promise<void>
}

/** A client that has not answered for so long is replaced: the next look would wait for what the last one waits for. */
export function createLooker(kafka: Kafka): Looker {
  let admin = kafka.admin()
  let answeredAt = performance.now()

  function replace() {
    const late = admin
    admin = kafka.admin()
    answeredAt = performance.now()
    late.disconnect().catch(() => {})
  }

  async function ask(topic: string, group: string): Promise<PartitionState[]> {
    const asked = admin
    await asked.connect()
    return readPartitions(asked, topic, group)
  }

  return {
    connect: () => admin.connect(),
    async look(topic, group) {
      const asked = admin
      try {
        const states = await within(ask(topic, group), forgottenMs)
        answeredAt = performance.now()
        return states
      } catch (error) {
        if (asked === admin && performance.now() - answeredAt >= forgottenMs) replace()
        throw error
      }
    },
    disconnect: () => admin.disconnect(),
  }
}

import { setTimeout as pause } from 'node:timers/promises'
import pLimit from 'p-limit'
import { UnavailableError } from '../../../functions/shared/errors/unavailable-error.ts'
import type { TakenRecord, TopicLog } from '../topic-log.ts'

export const message = (text: string) => ({
  key: text,
  headers: {},
  value: new TextEncoder().encode(text),
})

const nameOf = ({ partition, offset }: TakenRecord) => `${partition}/${offset}`

/** Takes from the log like a source: several records concurrently, each for `holdMs`. Records what it received. */
export function work(log: TopicLog, topic: string, { holdMs = 20, slots = 20 } = {}) {
  const subscription = log.subscribe({ topic, group: topic, maxOpen: 50 })
  const received: string[] = []
  const open = new Set<string>()
  const handle = async () => {
    for (let record = await subscription.take(); record; record = await subscription.take()) {
      received.push(nameOf(record))
      open.add(nameOf(record))
      await pause(holdMs)
      open.delete(nameOf(record))
      await subscription.finish(record)
    }
  }
  const running = Promise.all(Array.from({ length: slots }, handle))
  return {
    received,
    openCount: () => open.size,
    async end() {
      subscription.stop()
      await running
      await subscription.close()
    },
  }
}

/** Appends again what Kafka did not acknowledge, as callers do: the topic may have more than `count` records then. */
export async function appendMany(log: TopicLog, topic: string, from: number, count: number) {
  const texts = Array.from({ length: count }, (_, n) => `page ${from + n}`)
  await pLimit(20).map(texts, (text) => insist(() => log.append(topic, message(text))))
}

async function insist<T>(append: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await append()
    } catch (error) {
      if (!(error instanceof UnavailableError)) throw error
    }
  }
}

import { afterEach, beforeEach } from 'vitest'
import type { TakenRecord, TopicLog, TopicRecord } from '../topic-log.ts'

export interface LogUnderTest {
  /** Opens the log with the topics, on the same data each time. */
  open: (topics: string[]) => Promise<TopicLog>
  remove: () => Promise<void>
}

export const message = (text: string) => ({
  key: `key ${text}`,
  headers: { ce_id: text, ce_subject: 'Übergrößen 文' },
  value: new TextEncoder().encode(text),
})

export function text(record: TopicRecord | null): string {
  return new TextDecoder().decode(record?.value ?? undefined)
}

/** Opens a separate log for each test, with the topics `pages` and `texts`. */
export function useLog(prepare: () => Promise<LogUnderTest>) {
  const topics = ['pages', 'texts']
  let data: LogUnderTest
  let log: TopicLog

  beforeEach(async () => {
    data = await prepare()
    log = await data.open(topics)
  })
  afterEach(async () => {
    await log.close()
    await data.remove()
  })

  function subscribe(group = 'g', maxOpen = 100) {
    return log.subscribe({ topic: 'pages', group, maxOpen })
  }

  /** Appends these records, takes as many, and returns them by their text. */
  async function takeAll(names: string[], subscription = subscribe()) {
    for (const name of names) await log.append('pages', message(name))
    const taken = new Map<string, TakenRecord>()
    for (const _ of names) {
      const record = await subscription.take()
      if (record) taken.set(text(record), record)
    }
    const named = (name: string) => {
      const record = taken.get(name)
      if (!record) throw new Error(`Expected ${name} to be taken`)
      return record
    }
    return { subscription, named }
  }

  return {
    get log() {
      return log
    },
    subscribe,
    takeAll,
    async reopen() {
      await log.close()
      log = await data.open(topics)
    },
  }
}

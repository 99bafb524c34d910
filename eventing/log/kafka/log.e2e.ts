import { describe } from 'vitest'
import { describeTopicLog } from '../topic-log.contract.ts'
import type { TopicLog } from '../topic-log.ts'
import { kafkaIsMissing, ownKafka, whyWithoutKafka } from './own-kafka.fixture.ts'

const own = ownKafka()

/** A log that maps each topic name to a name unique to the test. */
function renamed(log: TopicLog, suffix: string): TopicLog {
  const name = (text: string) => `${text}${suffix}`
  return {
    ...log,
    append: (topic, message) => log.append(name(topic), message),
    subscribe: ({ topic, group, ...more }) =>
      log.subscribe({ topic: name(topic), group: name(group), ...more }),
    lag: (topic, group) => log.lag(name(topic), name(group)),
    appended: (topic) => log.appended(name(topic)),
  }
}

async function prepare() {
  const suffix = own.unique('')
  return {
    async open(names: string[]) {
      const topics = names.map((name) => own.topicPlan(`${name}${suffix}`))
      const log = own.open('', { topics })
      await log.ready
      return renamed(log, suffix)
    },
    remove: async () => {},
  }
}

describe.skipIf(kafkaIsMissing)(`over Kafka${whyWithoutKafka}`, () => {
  describeTopicLog('the log on Kafka', prepare)
})

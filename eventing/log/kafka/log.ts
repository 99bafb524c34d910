import { setTimeout as pause } from 'node:timers/promises'
import { UnavailableError } from '../../../functions/shared/errors/unavailable-error.ts'
import type { Logger } from '../../../functions/shared/process/logger.ts'
import { type Subscription, type TopicLog, UnknownTopicError } from '../topic-log.ts'
import { createKafkaClient } from './client/client.ts'
import { toSettingsError } from './client/errors.ts'
import type { KafkaConnection } from './client/kafkajs.ts'
import type { TopicPlan } from './client/setup/topics.ts'
import { within } from './client/within.ts'
import { subscribeGroup } from './group/group-subscription.ts'
import { lagOf } from './group/progress.ts'

export interface KafkaLogOptions {
  connection: KafkaConnection
  topics: TopicPlan[]
  /** Topics that are missing are created. */
  createTopics: boolean
  /** A group's reader gets nothing done any more, and nothing that was tried has helped. */
  onFailure: (error: Error) => void
  logger: Logger
}

/** Whoever asks for lag is answered soon, or told that it cannot be told. */
const lagMs = 700
const sayAgainMs = 5000
const closeMs = 3000

/**
 * The log on a Kafka of one's own, any number of runtimes beside each other. Returns at once, and waits for
 * Kafka: until it is there appends are refused and takes wait. Resolved appends are with all replicas that
 * are in sync (acks=all). Records go by the topic's retention, whoever has read them.
 */
export function openKafkaLog(options: KafkaLogOptions): TopicLog {
  const { connection, topics, createTopics, onFailure, logger } = options
  const client = createKafkaClient(connection, logger)
  const closing = new AbortController()
  const subscriptions = new Map<string, Subscription>()
  let isReady = false
  let saidMs = Number.NEGATIVE_INFINITY

  async function connect(): Promise<void> {
    await client.connect({ topics, createTopics, stopping: closing.signal })
    isReady = true
  }
  const ready = connect()
  // Whoever waits for it is told; nobody has to.
  ready.catch(() => {})

  function topicNamed(name: string): TopicPlan {
    const topic = topics.find((each) => each.name === name)
    if (topic) return topic
    throw new UnknownTopicError(`Expected a topic of the log, got "${name}"`)
  }

  /** A group's reader ended. Every group's does while Kafka is away: that is said once for all, every few seconds. */
  function goesOnAfter(error: Error, group: string): boolean {
    const settingsError = toSettingsError(error, connection)
    if (settingsError) onFailure(settingsError)
    else if (performance.now() - saidMs >= sayAgainMs) {
      saidMs = performance.now()
      logger.warn(
        { group, reason: error.message },
        'reading from Kafka broke off, and is begun again',
      )
    }
    return settingsError === null
  }

  return {
    ready,

    async append(topic, record) {
      topicNamed(topic)
      if (!isReady) throw new UnavailableError('Kafka is away')
      return client.producer.send(topic, record)
    },

    subscribe(subscribed) {
      const { topic, group } = subscribed
      topicNamed(topic)
      // Its members would be given partitions of topics that they do not read.
      if (subscriptions.has(group)) throw new Error(`Group ${group} has a reader already`)
      const subscription = subscribeGroup(
        {
          ...{ client, ready, onFailure },
          onCrash: (error) => goesOnAfter(error, group),
          onClose: () => subscriptions.delete(group),
          logger: logger.child({ topic, group }),
        },
        subscribed,
      )
      subscriptions.set(group, subscription)
      return subscription
    },

    async lag(topic, group) {
      topicNamed(topic)
      const states = await within(
        ready.then(() => client.offsets.read(topic, group)),
        lagMs,
      )
      return states.reduce((sum, state) => sum + lagOf(state), 0)
    },

    async close() {
      closing.abort(new Error('closing'))
      await Promise.all([...subscriptions.values()].map((each) => each.close()))
      await Promise.race([client.disconnect(), pause(closeMs, undefined, { ref: false })])
    },
  }
}

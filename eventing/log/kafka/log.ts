import { setTimeout as pause } from 'node:timers/promises'
import { UnavailableError } from '../../../functions/shared/errors/unavailable-error.ts'
import type { Logger } from '../../../functions/shared/process/logger.ts'
import type { TopicPlan } from '../../pipeline/read-pipeline.ts'
import { type Subscription, type TopicLog, UnknownTopicError } from '../topic-log.ts'
import { createKafkaClient } from './client/client.ts'
import { toSettingsError } from './client/errors.ts'
import type { KafkaConnection } from './client/kafkajs.ts'
import { withTimeout } from './client/with-timeout.ts'
import { lagOf } from './group/commits/progress.ts'
import { subscribeGroup } from './group/group-subscription.ts'

export interface KafkaLogOptions {
  connection: KafkaConnection
  topics: TopicPlan[]
  /** Whether missing topics are created. */
  createTopics: boolean
  /** Called when a group's reader cannot make progress, and joining again has not helped. */
  onFailure: (error: Error) => void
  logger: Logger
}

/** Short, because GET /v1/system waits for it. */
const lagTimeoutMs = 700
const logIntervalMs = 5000
const closeTimeoutMs = 3000

/**
 * Opens the log on a Kafka cluster, which several runtimes can share. Returns immediately and connects in the
 * background: until then appends are refused and takes wait. Resolved appends are on all in-sync replicas
 * (acks=all). Records are removed by the topic's retention, read or not.
 */
export function openKafkaLog(options: KafkaLogOptions): TopicLog {
  const { connection, topics, createTopics, onFailure, logger } = options
  const client = createKafkaClient(connection, logger)
  const closing = new AbortController()
  const subscriptions = new Map<string, Subscription>()
  let isReady = false
  let loggedMs = Number.NEGATIVE_INFINITY

  async function connect(): Promise<void> {
    await client.connect({ topics, createTopics, stopping: closing.signal })
    isReady = true
  }
  const ready = connect()
  // Prevents an unhandled rejection if no caller awaits `ready`.
  ready.catch(() => {})

  function topicNamed(name: string): TopicPlan {
    const topic = topics.find((each) => each.name === name)
    if (topic) return topic
    throw new UnknownTopicError(`Expected a topic of the log, got "${name}"`)
  }

  /** True if joining again can help. Logged once for all groups per interval: an unreachable Kafka ends all readers. */
  function shouldRejoin(error: Error, group: string): boolean {
    const settingsError = toSettingsError(error, connection)
    if (settingsError) onFailure(settingsError)
    else if (performance.now() - loggedMs >= logIntervalMs) {
      loggedMs = performance.now()
      logger.warn(
        { group, reason: error.message },
        'reading from Kafka was interrupted, will be resumed',
      )
    }
    return settingsError === null
  }

  return {
    ready,

    async append(topic, record) {
      topicNamed(topic)
      if (!isReady) throw new UnavailableError('not connected to Kafka')
      return client.producer.send(topic, record)
    },

    subscribe(subscribed) {
      const { topic, group } = subscribed
      topicNamed(topic)
      // A member with two topics could be assigned partitions that it does not read.
      if (subscriptions.has(group)) throw new Error(`Group ${group} already has a reader`)
      const subscription = subscribeGroup(
        {
          ...{ client, ready, onFailure },
          onCrash: (error) => shouldRejoin(error, group),
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
      const states = await withTimeout(
        ready.then(() => client.offsets.read(topic, group)),
        lagTimeoutMs,
      )
      return states.reduce((sum, state) => sum + lagOf(state), 0)
    },

    async appended(topic) {
      topicNamed(topic)
      return withTimeout(
        ready.then(() => client.offsets.end(topic)),
        lagTimeoutMs,
      )
    },

    async close() {
      closing.abort(new Error('closing'))
      await Promise.all([...subscriptions.values()].map((each) => each.close()))
      await Promise.race([client.disconnect(), pause(closeTimeoutMs, undefined, { ref: false })])
    },
  }
}

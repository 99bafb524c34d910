import { UnavailableError } from '../../../../functions/shared/errors/unavailable-error.ts'
import { createSubscription } from '../../subscription.ts'
import type { SubscribeOptions, Subscription } from '../../topic-log.ts'
import { createGroup, type GroupDeps } from './group.ts'
import { watchStall } from './stall.ts'

export interface GroupSubscriptionDeps extends Pick<GroupDeps, 'client' | 'onCrash' | 'logger'> {
  /** Resolves when Kafka is usable. */
  ready: Promise<void>
  /** Called when joining again did not end a stall. */
  onFailure: (error: Error) => void
  onClose: () => void
}

/** Time without progress, with work available, after which kafkajs is considered stalled. */
const stallMs = 60_000

/** Hands out the records of the partitions that the group assigns to this process. */
export function subscribeGroup(
  deps: GroupSubscriptionDeps,
  { topic, group: name, maxOpen, onAssigned }: SubscribeOptions,
): Subscription {
  const { client, ready, onCrash, onFailure, onClose, logger } = deps
  const group = createGroup({
    ...{ client, topic, group: name, onAssigned, onCrash, logger },
    wake: () => subscription.wake(),
  })
  const watch = watchStall({
    progress: group.progress,
    isBehind: group.isBehind,
    stallMs,
    onStall(times) {
      if (times > 1) {
        const stall = `Group ${name} makes no progress in topic ${topic} with work available`
        return onFailure(new UnavailableError(`${stall}, and joining again did not help`))
      }
      logger.warn(
        'no record fetched or committed for a minute with work available, joining the group again',
      )
      group.rejoin()
    },
  })
  const subscription = createSubscription({
    maxOpen,
    partitions: group.partitions,
    find: group.find,
    save: group.commit,
    onTaken: group.taken,
    onFinished: group.fetchMore,
    onStop: group.stop,
    async close() {
      watch.stop()
      await group.leave()
      onClose()
    },
  })
  ready.then(group.join, () => {})
  return subscription
}

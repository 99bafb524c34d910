import { UnavailableError } from '../../../../functions/shared/errors/unavailable-error.ts'
import { createSubscription } from '../../subscription.ts'
import type { SubscribeOptions, Subscription } from '../../topic-log.ts'
import { createGroup, type GroupDeps } from './group.ts'
import { watchStall } from './stall.ts'

export interface GroupSubscriptionDeps extends Pick<GroupDeps, 'client' | 'onCrash' | 'logger'> {
  /** Resolves when Kafka can be used. */
  ready: Promise<void>
  /** It gets nothing, whatever is tried. */
  onFailure: (error: Error) => void
  onClose: () => void
}

/** Without progress though there is something to do: kafkajs has stopped without a word. */
const stallMs = 60_000

/** Hands out the records of those partitions that the group gives to this process. */
export function subscribeGroup(
  deps: GroupSubscriptionDeps,
  { topic, group: name, maxOpen }: SubscribeOptions,
): Subscription {
  const { client, ready, onCrash, onFailure, onClose, logger } = deps
  const group = createGroup({
    ...{ client, topic, group: name, onCrash, logger },
    wake: () => subscription.wake(),
  })
  const watch = watchStall({
    progress: group.progress,
    isBehind: group.isBehind,
    stallMs,
    onStall(times) {
      if (times > 1) {
        const what = `Group ${name} gets or commits nothing of topic ${topic} though there is something`
        return onFailure(new UnavailableError(`${what}, and joining anew did not help`))
      }
      logger.warn(
        'nothing was got or committed for a while though there is something, the group is joined anew',
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

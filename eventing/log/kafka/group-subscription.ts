import { setTimeout as pause } from 'node:timers/promises'
import { UnavailableError } from '../../../functions/shared/unavailable-error.ts'
import { createSubscription } from '../subscription.ts'
import type { SubscribeOptions, Subscription } from '../topic-log.ts'
import { createCommits } from './commits.ts'
import { isAnswer } from './errors.ts'
import { createGroupReader, type GroupReaderDeps } from './group-reader.ts'
import { watchStall } from './stall.ts'

export interface GroupDeps extends Pick<GroupReaderDeps, 'kafka' | 'looker' | 'onCrash' | 'log'> {
  /** Resolves when Kafka can be used. */
  ready: Promise<void>
  /** It gets nothing, whatever is tried. */
  onFailure: (error: Error) => void
  onClose: () => void
}

/** So long nothing though there is something: it has stopped without a word. */
const stallMs = 60_000
/** For what is to be committed and said when it is left. */
const closeMs = 3000

/** Hands out the records of those partitions that the group gives to this process. */
export function subscribeGroup(deps: GroupDeps, options: SubscribeOptions): Subscription {
  const { ready, onFailure, onClose, log } = deps
  const { topic, group, maxOpen } = options
  let taken = 0
  let refused = 0

  const reader = createGroupReader({
    ...deps,
    ...{ topic, group },
    onFetched: () => subscription.wake(),
    onPassed: (partition) => void commits.request(partition).catch(() => {}),
  })
  const { assignment } = reader
  const commits = createCommits({
    ownership: assignment.ownership,
    write: reader.commit,
    onRefused(error) {
      log.debug({ err: error }, 'progress could not be committed, tried again')
      if (isAnswer(error)) refused += 1
    },
  })
  const watch = watchStall({
    // Who is refused is answered, and reads on when Kafka will have it.
    progress: () => reader.progress() + taken + commits.written() + refused,
    // A window that is full fetches nothing, and stays full where nothing is committed any more.
    isBehind: () => reader.isBehind(commits.isAwaited()),
    stallMs,
    onStall(times) {
      if (times > 1) {
        const what = `Group ${group} gets or commits nothing of topic ${topic} though there is something`
        return onFailure(new UnavailableError(`${what}, and joining anew did not help`))
      }
      log.warn(
        'nothing was got or committed for a while though there is something, the group is joined anew',
      )
      reader.beginAgain()
    },
  })
  const subscription = createSubscription({
    maxOpen,
    partitions: reader.partitions,
    find: assignment.find,
    save: commits.request,
    onTaken() {
      taken += 1
      reader.fetchMore()
    },
    onFinished: reader.fetchMore,
    onStop() {
      reader.stop()
      commits.drain(closeMs)
    },
    async close() {
      watch.stop()
      await commits.close()
      await Promise.race([reader.leave(), pause(closeMs, undefined, { ref: false })])
      onClose()
    },
  })
  ready.then(reader.begin, () => {})
  return subscription
}

import { expect, onTestFinished, test } from 'vitest'
import { UnavailableError } from '../../../functions/shared/errors/unavailable-error.ts'
import { type Link, startLink } from '../../../loadtest/drill/stage/link.ts'
import { text } from '../contract/log-under-test.fixture.ts'
import { kafkaIsMissing, ownKafka, whyWithoutKafka } from './own-kafka.fixture.ts'
import { message, ownTopic, takeMany } from './own-topic.fixture.ts'

const links: Link[] = []
const own = ownKafka({
  async inFront(port) {
    const link = await startLink(port)
    links.push(link)
    return link.port
  },
})

test.skipIf(kafkaIsMissing)(
  `timed-out appends are not delivered when an unresponsive broker recovers${whyWithoutKafka}`,
  async () => {
    const { topic, log, subscribe } = await ownTopic(own)
    onTestFinished(() => {
      for (const link of links) link.close()
    })
    await log.append(topic, message('before'))

    for (const link of links) link.break('silence')
    const tries: unknown[] = []
    for (const _ of [1, 2]) {
      tries.push(await log.append(topic, message('timed out')).catch((error) => error))
    }
    for (const link of links) link.mend()
    await expect.poll(() => log.append(topic, message('after')).catch(() => null)).not.toBeNull()
    const taken = await takeMany(subscribe(), 2)

    expect(tries).toEqual([expect.any(UnavailableError), expect.any(UnavailableError)])
    expect(taken.map(text)).toEqual(['before', 'after'])
    await log.close()
  },
)

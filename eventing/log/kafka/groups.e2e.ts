import { fork } from 'node:child_process'
import { on, once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { until } from '../../../loadtest/system/glyphflow.ts'
import type { TopicLog } from '../topic-log.ts'
import { kafkaIsMissing, ownKafka, whyWithoutKafka } from './own-kafka.fixture.ts'
import { watchCommits } from './watch-commits.fixture.ts'
import { appendMany, message, work } from './working-reader.fixture.ts'

const own = ownKafka()

async function openTopic(partitions: number) {
  const topic = own.unique('pages')
  const topics = [own.topicPlan(topic, { partitions })]
  const log = own.open(topic, { topics })
  await log.ready
  return { topic, log, another: () => own.open(topic, { topics }) }
}

async function recordsOf(topic: string): Promise<number> {
  const partitions = await own.admin().fetchTopicOffsets(topic)
  return partitions.reduce((sum, { high }) => sum + Number(high), 0)
}

/** A group is rebalanced, or its broker restarts, meanwhile. */
function allRead(log: TopicLog, topic: string) {
  return until(async () => (await log.lag(topic, topic).catch(() => 1)) === 0)
}

describe.skipIf(kafkaIsMissing)(`groups in Kafka${whyWithoutKafka}`, () => {
  test.concurrent('joining and leaving readers repeat only open records, and decrease no offset', async () => {
    const { topic, log, another } = await openTopic(12)
    const commits = watchCommits(own.admin(), topic)
    const first = work(log, topic, { holdMs: 300 })
    let count = 0
    const appendMore = async () => {
      await appendMany(log, topic, count, 100)
      count += 100
    }
    await appendMore()
    await until(async () => first.received.length > 50)

    const beside = another()
    const openAtJoin = first.openCount()
    const second = work(beside, topic, { holdMs: 300 })
    await until(async () => {
      // However long the join takes, there are records for the second reader.
      if (first.received.length + second.received.length > count - 100) await appendMore()
      return second.received.length > 50
    })
    await second.end()
    await allRead(log, topic)
    await first.end()

    const received = [...first.received, ...second.received]
    const distinct = new Set(received).size
    expect(distinct).toBe(await recordsOf(topic))
    expect(distinct).toBeGreaterThanOrEqual(count)
    // The second reader leaves without open records.
    expect(received.length - distinct).toBeLessThanOrEqual(openAtJoin)
    await commits.end()
    expect(commits.decreases).toEqual([])
    await Promise.all([log.close(), beside.close()])
  })

  test.concurrent('a reader suspended for longer than its session decreases no offset, and hands out no record of others', async () => {
    const { topic, log } = await openTopic(1)
    await appendMany(log, topic, 0, 10)
    const suspended = fork(new URL('./reader.fixture.ts', import.meta.url), [
      own.kafka().addresses,
      topic,
    ])
    const answers = { take: 'taken', finish: 'finished' }
    const ask = async (what: keyof typeof answers) => {
      suspended.send(what)
      for await (const [answer] of on(suspended, 'message'))
        if (answers[what] in answer) return answer
    }
    const before = [await ask('take'), await ask('take'), await ask('take')]

    suspended.kill('SIGSTOP')
    const other = work(log, topic)
    await allRead(log, topic)
    const count = await recordsOf(topic)
    suspended.kill('SIGCONT')
    const commits = watchCommits(own.admin(), topic)
    // Another reader owns the fetched records now.
    const request = ask('take')
    await ask('finish')
    await other.end()
    await log.append(topic, message('one more'))
    const next = await request

    expect(before).toEqual([{ taken: 0 }, { taken: 1 }, { taken: 2 }])
    expect(other.received).toHaveLength(count)
    expect(next).toEqual({ taken: count })
    await commits.end()
    expect(commits.decreases).toEqual([])
    suspended.kill('SIGKILL')
    await log.close()
  })

  test.concurrent('a commit does not wait for a rebalance, which lasts as long as the session of a killed reader', async () => {
    const { topic, log, another } = await openTopic(4)
    await appendMany(log, topic, 0, 40)
    const killed = fork(new URL('./reader.fixture.ts', import.meta.url), [
      own.kafka().addresses,
      topic,
    ])
    killed.send('take')
    await once(killed, 'message')
    const subscription = log.subscribe({ topic, group: topic, maxOpen: 50 })
    const record = await subscription.take()

    killed.kill('SIGKILL')
    const joining = another()
    await joining.ready
    let assignedMs = 0
    const joined = joining.subscribe({
      ...{ topic, group: topic, maxOpen: 50 },
      onAssigned: () => {
        assignedMs = performance.now()
      },
    })
    // Longer than until the next heartbeat, which makes the first reader join again.
    await pause(3000)
    if (record) await subscription.finish(record)
    const committedMs = performance.now()
    await until(async () => assignedMs > 0)

    expect(record).not.toBeNull()
    // The session is 10 s.
    expect(assignedMs - committedMs).toBeGreaterThan(2000)
    await Promise.all([subscription.close(), joined.close()])
    await Promise.all([log.close(), joining.close()])
  })

  test('a broker that is suspended, killed and restarted loses no record and decreases no offset', async () => {
    const { topic, log } = await openTopic(4)
    const [broker] = own.kafka().brokers
    const worker = work(log, topic)
    const acknowledged = new Set<string>()
    let number = 0
    let appending = true
    const appends = (async () => {
      while (appending) {
        const text = `page ${number++}`
        const position = await log.append(topic, message(text)).catch(() => null)
        if (position) acknowledged.add(`${position.partition}/${position.offset}`)
        await pause(10)
      }
    })()
    await until(async () => worker.received.length > 100)

    broker?.pause()
    await pause(15_000)
    broker?.resume()
    const afterPause = acknowledged.size
    await until(async () => acknowledged.size > afterPause + 100)
    await broker?.kill()
    await broker?.start()
    const afterKill = acknowledged.size
    await until(async () => acknowledged.size > afterKill + 100)
    appending = false
    await appends
    await allRead(log, topic)

    const received = new Set(worker.received)
    expect([...acknowledged].filter((each) => !received.has(each))).toEqual([])
    // At each of the two faults, at most the open records.
    expect(worker.received.length - received.size).toBeLessThanOrEqual(40)
    await worker.end()
    await log.close()
  })

  test('records finished during a broker outage are committed, even if no record follows', async () => {
    const { topic, log } = await openTopic(1)
    const [broker] = own.kafka().brokers
    await log.append(topic, message('the last one'))
    const subscription = log.subscribe({ topic, group: topic, maxOpen: 50 })
    const record = await subscription.take()

    await broker?.kill()
    const finished = record && subscription.finish(record)
    await broker?.start()
    await finished
    await allRead(log, topic)

    expect(record?.offset).toBe(0)
    await subscription.close()
    await log.close()
  })
})

import { pino } from 'pino'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { fakeClient } from '../client/fake-consumer.fixture.ts'
import type { PartitionOffsets } from '../client/offsets.ts'
import { createGroup } from './group.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** A member with partition 0, which the group has committed up to `position`. */
function prepare(position: number, more: Partial<PartitionOffsets> = {}) {
  const offsets = [
    { partition: 0, committed: { offset: position, metadata: '' }, low: 0, high: 10, ...more },
  ]
  const fake = fakeClient(offsets)
  const group = createGroup({
    ...{ client: fake.client, topic: 't', group: 'g' },
    wake: () => {},
    onCrash: () => true,
    logger: pino({ level: 'silent' }),
  })
  return {
    ...{ ...fake, group, offsets },
    pass: () => vi.advanceTimersByTimeAsync(2000),
    /** Takes and finishes the queued records of partition 0. */
    finishAll() {
      const partition = group.find(0)
      for (let record = partition?.take(50); record; record = partition?.take(50)) {
        partition?.finish(record.offset)
      }
    },
    /** Requests a commit of partition 0 that is not answered. */
    awaitCommit() {
      fake.commit.mockReturnValue(new Promise<void>(() => {}))
      const partition = group.find(0)
      if (!partition) throw new Error('Expected partition 0')
      return group.commit(partition)
    },
  }
}

test('a member with nothing to fetch is behind if commits are pending', async () => {
  const { group, join, fetch, pass, awaitCommit } = prepare(9)
  group.join()
  const withoutJoin = await group.isBehind()
  join(0)
  await pass()
  const unfetched = await group.isBehind()
  await fetch(9)
  const fetched = await group.isBehind()
  void awaitCommit()

  expect(withoutJoin).toBe(true)
  // The last record is not fetched yet.
  expect(unfetched).toBe(true)
  expect([fetched, await group.isBehind()]).toEqual([false, true])
})

test('a member that has fetched everything and cannot commit before its first fetch is not behind', async () => {
  const { group, join, pass, awaitCommit } = prepare(10)
  group.join()
  join(0)
  await pass()
  void awaitCommit()

  expect(await group.isBehind()).toBe(false)
})

test('a member without a consumer, or a stopped one, is not behind', async () => {
  const { group, join, pass } = prepare(9)
  const before = await group.isBehind()
  group.join()
  join(0)
  await pass()
  group.stop()

  expect([before, await group.isBehind()]).toEqual([false, false])
})

test('a new member with a commit to make fetches the last record again', async () => {
  const { group, consumer, paused, join, fetch, pass, finishAll } = prepare(9)
  group.join()
  join(0)
  await pass()
  await fetch(9)
  finishAll()

  group.rejoin()
  await pass()
  join(0)
  await pass()

  const offsets = consumer.seek.mock.calls.map(([{ offset }]) => offset)
  expect(offsets).toEqual(['9', '9'])
  expect([...paused]).toEqual([])
})

test('a new member fetches once even with full queues, then as memory allows', async () => {
  const { group, paused, join, fetch, pass } = prepare(9)
  const large = Buffer.alloc(1024 * 1024)
  group.join()
  join(0)
  await pass()
  await fetch(9, large)
  const pausedIfFull = [...paused]

  group.rejoin()
  await pass()
  join(0)
  await pass()
  const pausedIfNew = [...paused]
  await fetch(9, large)

  expect([pausedIfFull, pausedIfNew, [...paused]]).toEqual([[0], [], [0]])
})

test.each<[string, Partial<PartitionOffsets>]>([
  ['a group without a commit', { committed: null }],
  ['a group behind the first offset', {}],
  ['a log without records', { high: 5 }],
])('no fetch begins below the first offset of the log: %s', async (_, state) => {
  const { group, consumer, join, pass } = prepare(2, { low: 5, ...state })
  group.join()
  join(0)
  await pass()

  expect(consumer.seek).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ offset: '5' }))
})

test('a new, stopped member fetches if it has a commit to make', async () => {
  const { group, paused, join, fetch, pass } = prepare(9)
  group.join()
  group.stop()
  join(0)
  await pass()
  const pausedIfNew = [...paused]
  await fetch(9)

  expect([pausedIfNew, [...paused]]).toEqual([[], [0]])
})

test('a new, stopped member without a commit to make does not fetch', async () => {
  const { group, consumer, join, pass } = prepare(10)
  group.join()
  join(0)
  await pass()

  expect(consumer.seek).toHaveBeenCalledWith(expect.objectContaining({ offset: '10' }))
})

/** A member that has fetched partition 0 of three. */
async function prepareReading() {
  const prepared = prepare(9)
  const [zero] = prepared.offsets
  if (!zero) throw new Error('Expected partition 0')
  prepared.offsets.push({ ...zero, partition: 1 }, { ...zero, partition: 2 })
  prepared.group.join()
  prepared.join(0)
  await prepared.pass()
  await prepared.fetch(9)
  const partition = prepared.group.find(0)
  if (!partition) throw new Error('Expected partition 0')
  return { ...prepared, partition }
}

const never = () => new Promise<PartitionOffsets[]>(() => {})

test('nothing is fetched or handed out between a join and the read of committed offsets', async () => {
  const { group, offsets, read, join, pass, partition } = await prepareReading()
  const answer = Promise.withResolvers<PartitionOffsets[]>()
  read.mockReturnValueOnce(answer.promise)

  join(0, 1)
  await pass()
  const between = [group.partitions(), group.find(0)]
  answer.resolve(offsets)
  await pass()

  expect(between).toEqual([[], partition])
  expect(group.partitions().map(({ number }) => number)).toEqual([0, 1])
  expect(group.find(0)).toBe(partition)
})

test('a commit requested before that read is delayed', async () => {
  const { group, offsets, read, commit, join, fetch, pass, partition } = await prepareReading()
  const answer = Promise.withResolvers<PartitionOffsets[]>()
  read.mockReturnValueOnce(answer.promise)
  join(0)

  const committed = group.commit(partition)
  await pass()
  const between = commit.mock.calls.length
  answer.resolve(offsets)
  await pass()
  await fetch(9)
  await pass()
  await committed

  expect([between, commit.mock.calls.length]).toEqual([0, 1])
})

test('a partition reassigned to another member is dropped with its records', async () => {
  const { group, commit, join, pass, partition } = await prepareReading()

  join(1)
  await group.commit(partition)
  await pass()

  expect(group.find(0)).toBeNull()
  expect(commit).not.toHaveBeenCalled()
})

test('offsets without an assigned partition are read again', async () => {
  const { group, read, offsets, join, pass } = await prepareReading()
  read.mockResolvedValue(offsets.slice(0, 1))

  join(0, 1)
  await pass()

  expect(group.partitions()).toEqual([])
})

test('pending commits are rejected in time after a stop, later ones after leaving', async () => {
  const { group, read, join, pass, partition } = await prepareReading()
  read.mockImplementation(never)
  join(0)
  const before = expect(group.commit(partition)).rejects.toThrow('The group was left')

  group.stop()
  const after = expect(group.commit(partition)).rejects.toThrow('The group was left')
  void group.leave()
  await pass()
  await pass()
  await Promise.all([before, after])

  await expect(group.commit(partition)).rejects.toThrow('The group was left')
})

test('a stopped member commits but hands out nothing, also in a later generation', async () => {
  const { group, commit, join, fetch, pass, partition } = await prepareReading()
  group.stop()
  const stopped = group.partitions()

  join(0)
  await pass()
  await fetch(9)
  const committed = group.commit(partition)
  await pass()
  await committed

  expect([stopped, group.partitions()]).toEqual([[], []])
  expect(commit).toHaveBeenCalledOnce()
})

import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { PartitionOffsets } from '../client/offsets.ts'
import { prepare, prepareConsuming } from './group.fixture.ts'

beforeEach(() => {
  // Fakes node:timers/promises too.
  vi.useFakeTimers({ fakeNodeBuiltins: true })
})
afterEach(() => {
  vi.useRealTimers()
})

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

const never = () => new Promise<PartitionOffsets[]>(() => {})

test('nothing is fetched or handed out between a join and the read of committed offsets', async () => {
  const { group, offsets, read, join, pass, partition } = await prepareConsuming()
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
  const { group, offsets, read, commit, join, fetch, pass, partition } = await prepareConsuming()
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
  const { group, commit, join, pass, partition } = await prepareConsuming()

  join(1)
  await group.commit(partition)
  await pass()

  expect(group.find(0)).toBeNull()
  expect(commit).not.toHaveBeenCalled()
})

test('offsets without an assigned partition are read again', async () => {
  const { group, read, offsets, join, pass } = await prepareConsuming()
  read.mockResolvedValue(offsets.slice(0, 1))

  join(0, 1)
  await pass()
  const incomplete = group.partitions()
  read.mockResolvedValue(offsets)
  await pass()

  expect(incomplete).toEqual([])
  expect(group.partitions()).toHaveLength(2)
})

test('pending commits are rejected in time after a stop, later ones after leaving', async () => {
  const { group, read, join, pass, partition } = await prepareConsuming()
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
  const { group, commit, join, fetch, pass, partition } = await prepareConsuming()
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

test('a member without partitions knows how many there are, even if offsets cannot be read at once', async () => {
  const { group, join, read, pass, assignments } = prepare(9)
  read.mockRejectedValueOnce(new Error('not connected'))
  group.join()
  join()
  await pass()

  expect(assignments).toEqual([{ owned: 0, of: 1 }])
})

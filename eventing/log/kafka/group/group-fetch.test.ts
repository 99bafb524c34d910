import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { PartitionOffsets } from '../client/offsets.ts'
import { prepare } from './group.fixture.ts'

beforeEach(() => {
  // Fakes node:timers/promises too.
  vi.useFakeTimers({ fakeNodeBuiltins: true })
})
afterEach(() => {
  vi.useRealTimers()
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

import { pino } from 'pino'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createGroupReader } from './group-reader.ts'
import { playConsumer } from './played-consumer.fixture.ts'
import type { PartitionState } from './progress.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** A reader of partition 0, in which the group has committed up to `position`. */
function prepare(position: number, more: Partial<PartitionState> = {}) {
  const played = playConsumer()
  const states: PartitionState[] = [
    { partition: 0, committed: { offset: position, metadata: '' }, low: 0, high: 10, ...more },
  ]
  const reader = createGroupReader({
    ...{ kafka: played.kafka, topic: 't', group: 'g' },
    looker: { connect: async () => {}, look: async () => states, disconnect: async () => {} },
    onFetched: () => {},
    onPassed: () => {},
    onCrash: () => true,
    log: pino({ level: 'silent' }),
  })
  return {
    ...{ ...played, reader },
    pass: () => vi.advanceTimersByTimeAsync(2000),
    /** Takes and finishes what it has of partition 0. */
    finishAll() {
      const partition = reader.assignment.find(0)
      for (let record = partition?.take(50); record; record = partition?.take(50)) {
        partition?.finish(record.offset)
      }
    },
  }
}

test('a reader that nothing is to be got for is behind where commits wait that it could make', async () => {
  const { reader, join, fetch, pass } = prepare(9)
  reader.begin()
  const withoutJoin = await reader.isBehind(true)
  join(0)
  await pass()
  const unfetched = [await reader.isBehind(true), await reader.isBehind(false)]
  await fetch(9)

  expect(withoutJoin).toBe(true)
  // It has not got the last record yet.
  expect(unfetched).toEqual([true, true])
  expect([await reader.isBehind(true), await reader.isBehind(false)]).toEqual([true, false])
})

test('one that has everything, and can commit nothing before its first fetch, is not', async () => {
  const { reader, join, pass } = prepare(10)
  reader.begin()
  join(0)
  await pass()

  expect(await reader.isBehind(true)).toBe(false)
})

test('nor is one without a member, or one that is stopped', async () => {
  const { reader, join, pass } = prepare(9)
  const before = await reader.isBehind(true)
  reader.begin()
  join(0)
  await pass()
  reader.stop()

  expect([before, await reader.isBehind(true)]).toEqual([false, false])
})

test('a new member that has something to commit fetches the last record once more', async () => {
  const { reader, consumer, paused, join, fetch, pass, finishAll } = prepare(9)
  reader.begin()
  join(0)
  await pass()
  await fetch(9)
  finishAll()

  reader.beginAgain()
  await pass()
  join(0)
  await pass()

  const offsets = consumer.seek.mock.calls.map(([{ offset }]) => offset)
  expect(offsets).toEqual(['9', '9'])
  expect([...paused]).toEqual([])
})

test('a new member fetches once, however full it is, and then as there is room', async () => {
  const { reader, paused, join, fetch, pass } = prepare(9)
  const large = Buffer.alloc(1024 * 1024)
  reader.begin()
  join(0)
  await pass()
  await fetch(9, large)
  const whenFull = [...paused]

  reader.beginAgain()
  await pass()
  join(0)
  await pass()
  const whenNew = [...paused]
  await fetch(9, large)

  expect([whenFull, whenNew, [...paused]]).toEqual([[0], [], [0]])
})

test.each<[string, Partial<PartitionState>]>([
  ['of a group that never committed', { committed: null }],
  ['of a group that fell behind what is still there', {}],
  ['where everything is gone', { high: 5 }],
])('none is looked for below the first that is there: %s', async (_, state) => {
  const { reader, consumer, join, pass } = prepare(2, { low: 5, ...state })
  reader.begin()
  join(0)
  await pass()

  expect(consumer.seek).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ offset: '5' }))
})

test('a new member fetches though it is stopped, for what is still to be committed', async () => {
  const { reader, paused, join, fetch, pass } = prepare(9)
  reader.begin()
  reader.stop()
  join(0)
  await pass()
  const whenNew = [...paused]
  await fetch(9)

  expect([whenNew, [...paused]]).toEqual([[], [0]])
})

test('one that has nothing to commit does not', async () => {
  const { reader, consumer, join, pass } = prepare(10)
  reader.begin()
  join(0)
  await pass()

  expect(consumer.seek).toHaveBeenCalledWith(expect.objectContaining({ offset: '10' }))
})

import { expect, test } from 'vitest'
import { commitDelays, commitsOf } from './commits.ts'
import { commitRecord, eventRecord } from './kept-records.fixture.ts'

const options = { topic: 'images-feed', group: 'ocr', epochMs: 1000 }
const events = ['a', 'b', 'c'].map((event, offset) => eventRecord(event, offset))

test('an event is done with the first commit that leaves it behind, or does not name it as open', () => {
  const committedAfter = commitsOf(
    [
      ...events,
      // At 0, with three begun, of which 0 is open; then all of them.
      commitRecord({ offset: 0, metadata: '2;0', at: 1100 }),
      commitRecord({ offset: 2, at: 1200 }),
      commitRecord({ offset: 2, at: 1300 }),
    ],
    options,
  )

  expect(['a', 'b', 'c'].map((event) => committedAfter(event, 0))).toEqual([200, 100, null])
})

test('of an event that was appended twice the first that is not before', () => {
  const committedAfter = commitsOf(
    [
      ...[eventRecord('a', 0), eventRecord('a', 1)],
      ...[commitRecord({ offset: 1, at: 1100 }), commitRecord({ offset: 2, at: 1200 })],
    ],
    options,
  )

  expect([90, 150, 250].map((fromMs) => committedAfter('a', fromMs))).toEqual([100, 200, null])
})

test('partitions have offsets of their own', () => {
  const committedAfter = commitsOf(
    [
      ...events,
      commitRecord({ partition: 1, offset: 3, at: 1100 }),
      commitRecord({ offset: 1, at: 1200 }),
    ],
    options,
  )

  expect(['a', 'b'].map((event) => committedAfter(event, 0))).toEqual([200, null])
})

test('a group without a commit is said', () => {
  expect(() => commitsOf(events, options)).toThrow('Expected commits of group ocr, got none')
})

test('delays are those from answers to commits, of deliveries that have both', () => {
  const delivery = {
    ...{ documentId: 'd', pid: 7, misbehaviour: null, takenAt: 0, status: 204 },
  }
  const deliveries = [
    { ...delivery, event: 'a', answeredAt: 100 },
    { ...delivery, event: 'b', answeredAt: 100 },
    { ...delivery, event: 'never committed', answeredAt: 100 },
    { ...delivery, event: 'a', answeredAt: null },
  ]
  const committedAfter = (event: string) => ({ a: 120, b: 200 })[event] ?? null

  expect(commitDelays(deliveries, committedAfter)).toEqual({ median: 20, p99: 100 })
})

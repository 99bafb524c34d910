import { expect, test } from 'vitest'
import { commitDelays, commitsOf } from './commits.ts'
import { commitRecord, eventRecord } from './kept-records.fixture.ts'

const options = { topic: 'images-feed', group: 'ocr', epochMs: 1000 }
const events = ['a', 'b', 'c'].map((event, offset) => eventRecord(event, offset))

test('an event is done with the first commit beyond it that does not list it as open', () => {
  const committedAfter = commitsOf(
    [
      ...events,
      // Position 0 with three started, of which 0 is open; then all are done.
      commitRecord({ offset: 0, metadata: '2;0', at: 1100 }),
      commitRecord({ offset: 2, at: 1200 }),
      commitRecord({ offset: 2, at: 1300 }),
    ],
    options,
  )

  expect(['a', 'b', 'c'].map((event) => committedAfter(event, 0))).toEqual([200, 100, null])
})

test('for an event that was appended twice, the first commit after the given time counts', () => {
  const committedAfter = commitsOf(
    [
      ...[eventRecord('a', 0), eventRecord('a', 1)],
      ...[commitRecord({ offset: 1, at: 1100 }), commitRecord({ offset: 2, at: 1200 })],
    ],
    options,
  )

  expect([90, 150, 250].map((fromMs) => committedAfter('a', fromMs))).toEqual([100, 200, null])
})

test('each partition has its own offsets', () => {
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

test('a group without a commit is an error', () => {
  expect(() => commitsOf(events, options)).toThrow('Expected commits of group ocr, got none')
})

test('an event without an id is an error', () => {
  const nameless = eventRecord('a', 0)
  nameless.message.headers = {}

  expect(() => commitsOf([nameless, commitRecord({ offset: 1 })], options)).toThrow(
    'Expected ce_id of images-feed 0 at 0',
  )
})

test('delays are measured for successful answers committed before the next delivery', () => {
  const delivery = { documentId: 'd', pid: 7, misbehaviour: null, takenAt: 0, status: 204 }
  const answered = { ...delivery, answeredAt: 100 }
  const deliveries = [
    { ...answered, event: 'soon' },
    { ...answered, event: 'later' },
    { ...answered, event: 'never' },
    { ...answered, event: 'again' },
    { ...answered, event: 'again', takenAt: 150, answeredAt: 160 },
    { ...answered, event: 'refused', status: 500 },
    { ...delivery, event: 'unanswered', answeredAt: null, status: null },
  ]
  const committedAfter = (event: string) =>
    ({ soon: 120, later: 200, again: 180, refused: 120 })[event] ?? null

  expect(commitDelays(deliveries, committedAfter)).toEqual({ median: 20, p99: 100, missing: 0.4 })
})

test('without answers there are no delays', () => {
  const delays = commitDelays([], () => null)

  expect(delays).toEqual({ median: Number.NaN, p99: Number.NaN, missing: 0 })
})
